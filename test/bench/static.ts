// `node static.ts PORT FILE`: gives the bytes of one file, from memory, to whatever is asked: what this machine can do with an answer
// of that size when nothing is decided about it. The limit that the pages are compared with.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const [port, file] = process.argv.slice(2);
const body = readFileSync(file!);
createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "text/html; charset=UTF-8", "Content-Encoding": "br", "Content-Length": body.length });
  response.end(body);
}).listen(Number(port));
