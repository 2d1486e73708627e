// Runs the Khronos glTF validator on files and prints one line of JSON for each:
//   node validator.mjs LIBRARY FILE…   ("-" is standard input)
//   {"counts": {errors, warnings, infos, hints}, "messages": [{code, severity, message, pointer}], "stopped": ""}
// `messages` holds the first 20, worst first; where `counts` is null, `stopped` says why.
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const KEPT = 20;
const MOST = 100_000; // an issue for each corner of a large mesh would fill the memory; the counts end here too
const SEVERITIES = ["error", "warning", "info", "hint"];
const [library, ...files] = process.argv.slice(2);
const validator = createRequire(import.meta.url)(library);

// A broken stream can reject a promise that nobody holds; it fails the file that is being read.
let fail = () => {};
process.on("unhandledRejection", (reason) => fail(reason));
process.on("uncaughtException", (reason) => fail(reason));

const refused = () => Promise.reject(new Error("Files outside the model are not read."));

function told({ info, issues }) {
  // A file that could not be read to its end has no `info`, and its errors say why.
  if (!info && !issues.numErrors) return lost("it gave no account of what is in the file");
  const worst = [...issues.messages].sort((one, other) => one.severity - other.severity);
  return {
    counts: { errors: issues.numErrors, warnings: issues.numWarnings, infos: issues.numInfos, hints: issues.numHints },
    messages: worst.slice(0, KEPT).map(({ code, severity, message, pointer }) => ({
      code,
      severity: SEVERITIES[severity],
      message: String(message).slice(0, 300),
      pointer: String(pointer ?? "").slice(0, 200),
    })),
    stopped: "",
  };
}

function lost(reason) {
  const words = String(reason?.message ?? reason).split("\n")[0];
  return { counts: null, messages: [], stopped: words.slice(0, 300) };
}

async function validated(file) {
  try {
    const { buffer, byteOffset, length } = readFileSync(file === "-" ? 0 : file);
    const data = new Uint8Array(buffer, byteOffset, length);
    const options = { format: "glb", maxIssues: MOST, writeTimestamp: false, externalResourceFunction: refused };
    const astray = new Promise((_, reject) => (fail = reject));
    return told(await Promise.race([validator.validateBytes(data, options), astray]));
  } catch (reason) {
    return lost(reason);
  }
}

for (const file of files) {
  writeSync(1, `${JSON.stringify(await validated(file))}\n`);
}
