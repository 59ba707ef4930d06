/** The files of the repository as a value, so that a rule can be shown a copy in which one thing is wrong. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface Repository {
  readonly files: readonly string[]
  readonly read: (path: string) => string
}

/** Without git, for instance in an unpacked archive, everything but node_modules. */
function listed(): readonly string[] {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\0')
  } catch {
    return readdirSync('.', { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.replace(/^\.\//, ''))
      .filter(path => !/(^|\/)(node_modules|\.git)\//.test(path))
  }
}

export function repositoryOnDisk(): Repository {
  const known = new Map<string, string>()
  return {
    files: [...new Set(listed())].filter(path => path !== '' && existsSync(path)),
    read(path) {
      const text = known.get(path) ?? readFileSync(path, 'utf8')
      known.set(path, text)
      return text
    },
  }
}

/** The same with another text of one file, which may be new. */
export const withFile = ({ files, read }: Repository, path: string, text: string): Repository => ({
  files: files.includes(path) ? files : [...files, path],
  read: each => (each === path ? text : read(each)),
})
