"""What the files of the licences are called in the site."""

TEXTS, BILL = "licences.txt", "sbom.cdx.json"
