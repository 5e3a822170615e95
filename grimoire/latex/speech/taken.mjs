import * as xmldom from "@xmldom/xmldom";
import * as fs from "node:fs";
import * as xpath from "wicked-good-xpath";

const parts = { "@xmldom/xmldom": xmldom, "wicked-good-xpath": xpath, fs, process, commander: {} };

/** What the engine gets for `eval("require")`: what is bundled with it, and no command line. */
export const taken = () => (name) => parts[name];
