"""Cut the fonts of the site and of the figures down to what a page needs.

Run by hand when a glyph is missing or KaTeX moves; the result is committed. Needs `npm`,
and `pip install fonttools brotli`::

    python -m grimoire.site.make_fonts

Text is Literata (SIL Open Font License, no reserved name): one roman face that holds every weight
from 400 to 700, one italic. Formulas are KaTeX's own faces without their hinting programs. What few
pages show of a face is in a second file, which a browser fetches only for a page that shows it.
"""

# ruff: noqa: RUF001 (the lists of glyphs hold look-alikes on purpose)

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

ASCII = range(0x20, 0x7F)
ACCENTED = [ord(c) for c in "¡¢£¥§«®°»¿" + "".join(map(chr, range(0xC0, 0x100))) if c not in "×"]
NAMES = [ord(c) for c in "ąćčęěğıłńňőœřśşšťůűźżžĀāĆČĒēĞİŁŌōŚŞŠŻŽŒ"]
MARKS = [0xA0, *(ord(c) for c in "©·‐‑‒–—‘’‚“”„†‡•…′″‹›€™−×±²³←↑→↓")]
GREEK = [ord(c) for c in "ΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρςστυφχψω"]
SIGNS = [ord(c) for c in "÷≈≠≤≥∞√∑∏∂∫"]
LETTERS = [*ASCII, *ACCENTED, *NAMES, *MARKS]

# What nearly every page and formula is made of.
PLAIN = [*ASCII, *MARKS]
FORMULA = {ord(c) for c in "\xa0±·×÷ıȷˆˉ˙˜–—‘’“”…′⃗ΓΔΘΛΞΠΣΥΦΨΩℓ←↑→↓↔⇒⇔↦⟵⟶⟷⟹⟺"} | {
    *ASCII,
    *(ord(c) for c in "∀∂∃∅∇∈−∗∘∙√∝∞∣∥∧∨∩∪∼≈≡≤≥≪≫⊂⊆⊕⊖⊗⊙⊤⊥⋅⋆⋮⋯⋱⌈⌉⌊⌋⟨⟩\ue020"),
}
COMMON = {
    "KaTeX_Main-Regular": FORMULA,
    "KaTeX_Main-Bold": FORMULA,
    "KaTeX_AMS-Regular": {ord(c) for c in "CENPQRZ"},  # blackboard letters
}


def fetch(package: str, into: Path) -> Path:
    """Unpack an npm package and return its folder."""
    folder = into / re.sub(r"\W+", "-", package)
    folder.mkdir()
    subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder)
    return folder / "package"


def face(path: Path) -> TTFont:
    """A font that says the same time of change each time it is cut."""
    return TTFont(path, recalcTimestamp=False)


def literata(package: Path, style: str) -> TTFont:
    return face(package / style / f"Literata_{style}.ttf")


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


def save(font: TTFont, path: Path) -> None:
    font.flavor = path.suffix.removeprefix(".") if path.suffix == ".woff2" else None
    font.save(path)
    print(f"{path.relative_to(HERE.parents[1])}  {path.stat().st_size / 1000:.1f} kB")


def text_faces(package: Path) -> None:
    """Write both faces; kerning only where it shows, between plain letters."""
    rare = [*ACCENTED, *NAMES]
    for name, characters in (("literata", PLAIN), ("literata-rare", [*rare, *GREEK, *SIGNS])):
        save(roman(package, characters), SITE / "fonts" / f"{name}.woff2")
    for name, characters in (("literata-italic", PLAIN), ("literata-italic-rare", rare)):
        face = cut(literata(package, "400Regular_Italic"), characters, ["liga", "kern"])
        save(face, SITE / "fonts" / f"{name}.woff2")
    shutil.copy(package / "LICENSE_FONT", SITE / "fonts/OFL.txt")


def roman(package: Path, characters: list[int]) -> TTFont:
    """The upright face of some characters, with a weight axis; kerned as its light end is."""
    ends = [literata(package, style) for style in ("400Regular", "700Bold")]
    for font in ends:
        keep_plain_substitutions(font)
        cut(font, characters, ["liga", "smcp", "tnum"])
    font = between(*ends)
    if "GPOS" in (kerned := cut(literata(package, "400Regular"), characters, ["kern"])):
        font["GPOS"] = kerned["GPOS"]
    return font


def figure_face(package: Path) -> None:
    characters = [*LETTERS, *GREEK, *SIGNS, *(ord(c) for c in "⁰¹⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉")]
    save(cut(literata(package, "400Regular"), characters, ["kern"]), FIGURES / "Literata.ttf")
    shutil.copy(package / "LICENSE_FONT", FIGURES / "OFL.txt")


def formula_faces(package: Path) -> None:
    """Write KaTeX's style sheet and every face of it as woff2 without hinting."""
    folder = SITE / "katex/fonts"
    folder.mkdir(parents=True, exist_ok=True)
    css = (package / "dist/katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    css = css.replace("font-display:block", "font-display:swap")
    for path in sorted((package / "dist/fonts").glob("*.woff2")):
        everything = set(face(path).getBestCmap())
        if path.stem not in COMMON:
            save(cut(face(path), sorted(everything), []), folder / path.name)
            continue
        common = everything & COMMON[path.stem]
        rare = f"{path.stem}-rare.woff2"
        save(cut(face(path), sorted(common), []), folder / path.name)
        save(cut(face(path), sorted(everything - common), []), folder / rare)
        css = split_face(css, path.name, rare, common, everything - common)
    (SITE / "katex/katex.css").write_text(css, encoding="utf-8", newline="\n")
    shutil.copy(package / "LICENSE", SITE / "katex/LICENSE")


def split_face(css: str, name: str, rare: str, common: set[int], rest: set[int]) -> str:
    """Replace the @font-face of one file by two, each with the characters it holds."""
    [rule] = [r for r in re.findall(r"@font-face\{[^}]*\}", css) if f"fonts/{name})" in r]
    first = rule.replace("}", f";unicode-range:{ranges(common)}}}")
    second = rule.replace(name, rare).replace("}", f";unicode-range:{ranges(rest)}}}")
    return css.replace(rule, first + second)


def ranges(characters: set[int]) -> str:
    """Write code points as CSS ranges, runs joined: U+41-5A,U+6B."""
    runs: list[list[int]] = []
    for c in sorted(characters):
        if runs and c == runs[-1][1] + 1:
            runs[-1][1] = c
        else:
            runs.append([c, c])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        letters = fetch(LITERATA, Path(folder))
        text_faces(letters)
        figure_face(letters)
        formula_faces(fetch(KATEX, Path(folder)))


if __name__ == "__main__":
    main()
