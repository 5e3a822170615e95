#!/usr/bin/env bash
# sphinx-sitemap 2.9.0 with Sphinx 7.4.7: the sitemap of a second build lists only the pages that this
# build wrote. A page that had not changed since the first build is missing from sitemap.xml, although
# it stands in the site. A good guess would be that the sitemap lists the site.
# Seen: after a change of one page of three, sitemap.xml goes from three pages to that page and the home page.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check sphinx==7.4.7 sphinx-sitemap==2.9.0
mkdir "$folder/book"
cd "$folder/book"
cat > conf.py <<'PY'
extensions = ["sphinx_sitemap"]
html_baseurl = "https://example.org/"
sitemap_url_scheme = "{link}"
PY
printf 'Home\n====\n\n.. toctree::\n\n   one\n   two\n' > index.rst
printf 'One\n===\n\nText.\n' > one.rst
printf 'Two\n===\n\nText.\n' > two.rst
build() { "$folder/env/bin/sphinx-build" -q -b html . out; }
listed() { grep -o 'example.org/[a-z]*\.html' out/sitemap.xml | grep -E '/(index|one|two)\.html' | sort | tr '\n' ' '; }
build
first=$(listed)
printf 'One\n===\n\nOther text.\n' > one.rst
touch -d '+2 seconds' one.rst
build
second=$(listed)
echo "sphinx-sitemap 2.9.0, first build:  $first"
echo "sphinx-sitemap 2.9.0, second build: $second"
test -f out/two.html
[[ $first == *two.html* && $second != *two.html* ]]
echo "The page that had not changed is missing from the second sitemap."
