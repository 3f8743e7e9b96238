// Serves the built files of this folder as the server would, and hands everything else to the server: the console is tried without building the server again.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json', '.woff2': 'font/woff2', '.woff': 'font/woff' };
const dist = new URL('../../dist/', import.meta.url).pathname;

/** Listens on a free port of the loopback; `policy` is the Content-Security-Policy that the server gives. */
export async function through(endpoint, policy) {
  const { hostname, port } = new URL(endpoint);
  const proxy = createServer((asked, reply) => {
    const path = asked.url.split('?')[0];
    const page = asked.method === 'GET' && path === '/' && /text\/html/.test(asked.headers.accept ?? '');
    const file = page ? 'index.html' : path.startsWith('/_console/') ? normalize(path.slice('/_console/'.length)) : '';
    if (asked.method === 'GET' && file && !file.startsWith('..') && existsSync(join(dist, file))) {
      const packed = /\bbr\b/.test(asked.headers['accept-encoding'] ?? '') && existsSync(join(dist, `${file}.br`));
      reply.writeHead(200, { ...(packed ? { 'content-encoding': 'br' } : {}), 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy, 'cache-control': page ? 'no-cache' : 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' });
      reply.end(readFileSync(join(dist, packed ? `${file}.br` : file)));
      return;
    }
    const handed = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (answer) => {
      reply.writeHead(answer.statusCode, answer.headers);
      answer.pipe(reply);
    });
    handed.on('error', () => reply.destroy());
    reply.on('close', () => handed.destroy());
    asked.pipe(handed);
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return { endpoint: `http://127.0.0.1:${proxy.address().port}`, close: () => { proxy.closeAllConnections(); proxy.close(); } };
}
