"""Cut the fonts of the site and of the figures down to what a page needs.

Run by hand when a glyph is missing or KaTeX moves; the result is committed. Needs `npm`,
and `pip install fonttools brotli`::

    python grimoire/site/make_fonts.py

Text is Literata (SIL Open Font License, no reserved name): one roman file that holds every weight
from 400 to 700, one italic. Formulas are KaTeX's own faces without their hinting programs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools import subset, varLib
from fontTools.designspaceLib import DesignSpaceDocument
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SITE = HERE / "static"
FIGURES = HERE.parents[1] / "nnlib" / "fonts"

LITERATA = "@expo-google-fonts/literata@0.4.3"
KATEX = "katex@0.16.22"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100)]
NAMES = [ord(c) for c in "ąćčęěğıłńňőœřśşšťůűźżžĀāĆČĒēĞİŁŌōŚŞŠŻŽŒ"]
MARKS = [ord(c) for c in "‐‑‒–—‘’‚“”„†‡•…′″‹›⁄€™−←↑→↓"]
GREEK = [*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA), 0x3D5]
MATHS = [ord(c) for c in "×÷±≈≠≤≥∞√∑∏∂∫·²³¹⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉"]
TEXT = [*LATIN, *NAMES, *MARKS, *GREEK, *MATHS]


def fetch(package: str, into: Path) -> Path:
    """Unpack an npm package and return its folder."""
    folder = into / re.sub(r"\W+", "-", package)
    folder.mkdir()
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder)
    return folder / "package"


def literata(package: Path, style: str) -> TTFont:
    return TTFont(package / style / f"Literata_{style}.ttf")


def keep_plain_substitutions(font: TTFont) -> None:
    """Leave small capitals to a-z and tabular figures to 0-9; accented ones double the file."""
    wanted = {"smcp": "abcdefghijklmnopqrstuvwxyz", "tnum": "0123456789"}
    gsub, cmap = font["GSUB"].table, font.getBestCmap()
    for record in gsub.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag in wanted else []:
            glyphs = {cmap[ord(c)] for c in wanted[record.FeatureTag]}
            for table in gsub.LookupList.Lookup[index].SubTable:
                single = getattr(table, "ExtSubTable", table)
                single.mapping = {a: b for a, b in single.mapping.items() if a in glyphs}


def cut(font: TTFont, characters: list[int], features: list[str]) -> TTFont:
    """Subset to the characters, drop hinting and the tables a browser does not read."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "DSIG", "STAT"]
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def between(light: TTFont, bold: TTFont) -> TTFont:
    """Join two weights with the same outlines into one font with a weight axis."""
    space = DesignSpaceDocument()
    space.addAxisDescriptor(name="Weight", tag="wght", minimum=400, default=400, maximum=700)
    for font, weight in ((light, 400), (bold, 700)):
        space.addSourceDescriptor(font=font, location={"Weight": weight}, familyName="Literata")
    return varLib.build(space)[0]


def save_woff2(font: TTFont, path: Path) -> None:
    font.flavor = "woff2"
    font.save(path)
    print(f"{path.relative_to(HERE.parents[1])}  {path.stat().st_size / 1000:.1f} kB")


def text_faces(package: Path) -> None:
    features = ["kern", "liga", "ccmp", "mark", "smcp", "tnum"]
    roman = [literata(package, style) for style in ("400Regular", "700Bold")]
    italic = literata(package, "400Regular_Italic")
    for font in roman:
        keep_plain_substitutions(font)
    save_woff2(between(*(cut(f, TEXT, features) for f in roman)), SITE / "fonts/literata.woff2")
    save_woff2(cut(italic, TEXT, ["kern", "liga"]), SITE / "fonts/literata-italic.woff2")
    shutil.copy(package / "LICENSE_FONT", SITE / "fonts/OFL.txt")


def figure_face(package: Path) -> None:
    path = FIGURES / "Literata.ttf"
    font = cut(literata(package, "400Regular"), TEXT, ["kern"])
    font.save(path)
    shutil.copy(package / "LICENSE_FONT", FIGURES / "OFL.txt")
    print(f"nnlib/fonts/{path.name}  {path.stat().st_size / 1000:.1f} kB")


def formula_faces(package: Path) -> None:
    """Write every KaTeX face as woff2 without hinting, and its style sheet with those alone."""
    target = SITE / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    css = (package / "dist/katex.min.css").read_text()
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    css = css.replace("font-display:block", "font-display:swap")
    for path in sorted((package / "dist/fonts").glob("*.woff2")):
        font = TTFont(path)
        save_woff2(cut(font, sorted(font.getBestCmap()), ["*"]), target / "fonts" / path.name)
    (target / "katex.css").write_text(css)
    shutil.copy(package / "LICENSE", target / "LICENSE")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        letters = fetch(LITERATA, Path(folder))
        text_faces(letters)
        figure_face(letters)
        formula_faces(fetch(KATEX, Path(folder)))


if __name__ == "__main__":
    main()
