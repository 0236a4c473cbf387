// Compiles the style sheet: node build.mjs <folder with node_modules> <in.scss> <out.css>
// Writes <out.css> and <out.css>.gz. Fails when the result would load anything from elsewhere.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, constants } from "node:zlib";

const [modules, input, output] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const sass = require("sass");

const { css } = sass.compile(input, {
  style: "compressed",
  charset: false,
  quietDeps: true,
  loadPaths: [join(modules, "node_modules/nhsuk-frontend/dist/nhsuk")],
});
const foreign = css.match(/@import|url\((?!["']?data:)[^)]*\)/);
if (foreign) {
  throw new Error(`the style sheet loads ${foreign[0]}: pages may only load what the binary holds`);
}
writeFileSync(output, css);
writeFileSync(`${output}.gz`, gzipSync(readFileSync(output), { level: constants.Z_BEST_COMPRESSION }));
