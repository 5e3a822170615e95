#!/usr/bin/env bash
# pagefind 1.5.2 (its Python interface): a page whose body is empty is accepted, named as indexed with its
# title and a count of one word, and is in no index. If it is the only page, no index is written at all, and
# no error: only the scripts come out. A good guess would be that a title makes a page that can be found.
# Seen: with one page with words 15 files, with the empty one 11, without *.pf_meta, *.pf_fragment, *.pf_index
# and the WebAssembly file that the written scripts ask for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pagefind==1.5.2 pagefind-bin==1.5.2 2>/dev/null
cd "$folder"
venv/bin/python - <<'PY'
import asyncio

from pagefind.index import IndexConfig, PagefindIndex

PAGE = "<html lang='en'><head><title>Neuron</title></head><body>{}</body></html>"
OF_AN_INDEX = ("pf_meta", "pf_fragment", "pf_index", "wasm.en.pagefind")


async def index_of(body):
    async with PagefindIndex(config=IndexConfig(output_path="out")) as index:
        said = await index.add_html_file(content=PAGE.format(body), url="/neuron.html")
        names = [file["path"] for file in await index.get_files()]
    found = [part for part in OF_AN_INDEX if any(name.endswith(part) for name in names)]
    print(repr(body), said["page_meta"], said["page_word_count"], len(names), found)
    return said["page_word_count"], found


full, empty = asyncio.run(index_of("<p>A weighted sum.</p>")), asyncio.run(index_of(""))
raise SystemExit(not (len(full[1]) == 4 and empty == (1, [])))
PY
