/** The page itself: what a browser is given, from `static/` beside this file. */
import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'

/** One by one: nothing else is ever read, and the bundler sees what it has to bring along. */
const FILES: Readonly<Record<string, { readonly from: URL; readonly type: string }>> = {
  '/': { from: new URL('./static/index.html', import.meta.url), type: 'text/html' },
  '/page/base.css': { from: new URL('./static/base.css', import.meta.url), type: 'text/css' },
  '/page/frame.css': { from: new URL('./static/frame.css', import.meta.url), type: 'text/css' },
  '/page/states.css': { from: new URL('./static/states.css', import.meta.url), type: 'text/css' },
  '/page/rollout.css': { from: new URL('./static/rollout.css', import.meta.url), type: 'text/css' },
  '/page/scaling.css': { from: new URL('./static/scaling.css', import.meta.url), type: 'text/css' },
  '/page/lists.css': { from: new URL('./static/lists.css', import.meta.url), type: 'text/css' },
  '/page/main.js': { from: new URL('./static/main.js', import.meta.url), type: 'text/javascript' },
  '/page/door.js': { from: new URL('./static/door.js', import.meta.url), type: 'text/javascript' },
  '/page/dom.js': { from: new URL('./static/dom.js', import.meta.url), type: 'text/javascript' },
  '/page/words.js': { from: new URL('./static/words.js', import.meta.url), type: 'text/javascript' },
  '/page/services.js': { from: new URL('./static/services.js', import.meta.url), type: 'text/javascript' },
  '/page/rollout.js': { from: new URL('./static/rollout.js', import.meta.url), type: 'text/javascript' },
  '/page/scaling.js': { from: new URL('./static/scaling.js', import.meta.url), type: 'text/javascript' },
  '/page/timeline.js': { from: new URL('./static/timeline.js', import.meta.url), type: 'text/javascript' },
  '/page/task.js': { from: new URL('./static/task.js', import.meta.url), type: 'text/javascript' },
  '/page/requests.js': { from: new URL('./static/requests.js', import.meta.url), type: 'text/javascript' },
  '/page/steering.js': { from: new URL('./static/steering.js', import.meta.url), type: 'text/javascript' },
}

/** No script but the page's own files, no other origin, no frame around it; and no text becomes markup. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const read = new Map<string, string>()

/** False when it is no file of the page. */
export function sendFile(path: string, token: string, response: ServerResponse): boolean {
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined
  if (file === undefined) return false
  const text = read.get(path) ?? readFileSync(file.from, 'utf8')
  read.set(path, text)
  response.writeHead(200, {
    'content-type': `${file.type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': POLICY,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  response.end(path === '/' ? text.replace('{{token}}', token) : text)
  return true
}
