/** The commands that README and CONTRIBUTING tell people to type do what is said of them. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { describe, expect, test } from '@jest/globals'

function run(command: string, ...args: readonly string[]) {
  const { NODE_OPTIONS: _, ...env } = process.env
  return spawnSync(command, args, { encoding: 'utf8', env })
}

test('node script/readme.mjs --check', () => {
  const { status, stderr } = run(process.execPath, 'script/readme.mjs', '--check')
  expect([status, stderr]).toEqual([0, ''])
})

describe('npm run -s … -- with a path runs what is there, and nothing else:', () => {
  const paths = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/npm run -s (fast|jest) -- (__tests__\S+)/g)]
  test('there are some', () => expect(paths.length).toBeGreaterThanOrEqual(2))

  test.each(paths.map(([, script = '', path = '']) => [script, path]))('%s %s', (script, path) => {
    const { stdout } = run('npm', 'run', '-s', script, '--', path, '--listTests')
    const files = stdout
      .split('\n')
      .filter(line => line.endsWith('.test.ts'))
      .map(file => relative(process.cwd(), file))
    if (statSync(path).isFile()) expect(files).toEqual([path])
    else {
      expect(files.length).toBeGreaterThan(1)
      expect(files.filter(file => !file.startsWith(`${path}/`))).toEqual([])
    }
  })
})
