/** A throw-away git clone that plays the user's repository. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './github.mjs'

const health = 'services/flask-app/app/routes/health.py'
const start = 'services/flask-app/app/__init__.py'

export function userRepository() {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-user-'))
  const git = (...args) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim()
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'octocat')
  git('config', 'user.email', 'octocat@example.com')
  git('config', 'commit.gpgsign', 'false')
  const tracked = execFileSync('git', ['-C', root, 'ls-files', '--', 'services', 'evenkeel.yml'], { encoding: 'utf8' })
  for (const file of tracked.trim().split('\n')) cpSync(join(root, file), join(folder, file))
  const edit = (file, change) => {
    const before = readFileSync(join(folder, file), 'utf8')
    const after = change(before)
    if (after === before) throw new Error(`the demo could not edit ${file}: it has changed`)
    writeFileSync(join(folder, file), after)
  }
  const release = (version, message) => {
    git('add', '-A')
    git('commit', '-q', '-m', message)
    git('tag', `v${version}`)
    return git('rev-parse', 'HEAD')
  }
  const good = () => readFileSync(join(folder, health), 'utf8')

  return {
    folder,
    first: () => release('1.0.0', 'The shop opens'),
    better() {
      appendFileSync(join(folder, start), '\n# items of 1.1.0 are sorted\n')
      return release('1.1.0', 'flask-app: sort the items')
    },
    /** flask starts, and its health check answers 503 for ever. */
    neverHealthy() {
      edit(health, text => text.replace('"ok"), 200', '"ok"), 503'))
      return release('1.2.0', 'flask-app: a health check that fails')
    },
    /** flask ends at once, with exit code 3 and a last word. */
    exitsAtOnce() {
      edit(health, text => text.replace('"ok"), 503', '"ok"), 200'))
      const lines = ['import sys', '', 'print("KeyError: SHOP_CURRENCY is not set", flush=True)', 'sys.exit(3)', '']
      appendFileSync(join(folder, start), `\n${lines.join('\n')}`)
      return release('1.3.0', 'flask-app: ends at once')
    },
    checkout(version) {
      git('checkout', '-q', `v${version}`)
      return git('rev-parse', 'HEAD')
    },
    isGood: () => good().includes('"ok"), 200'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
