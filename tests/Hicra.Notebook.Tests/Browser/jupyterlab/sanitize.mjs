// JupyterLab's own sanitizer on a JSON list of HTML texts: standard input to standard output.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const source = readFileSync(new URL('./node_modules/@jupyterlab/apputils/lib/sanitizer.js', import.meta.url), 'utf8');
// The package is made for bundlers: its modules say no type that Node would load them by.
const body = source.replace(/^import sanitize from .*$/m, '').replace(/^export class/gm, 'class');
const Sanitizer = new Function('sanitize', `${body}\nreturn Sanitizer;`)(require('sanitize-html'));
const sanitizer = new Sanitizer();
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(html => sanitizer.sanitize(html))));
