/** Reads a context as it would be sent to BuildKit, and gives it a digest. Files are streamed, links are not followed. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { asker, type Matches, type Rules } from './ignore.ts'

/** What stands for a `.git` folder in the context: what git writes into it differs from checkout to checkout. */
export interface History {
  /** The folder, absolute. */
  readonly folder: string
  readonly mark: string
}

export interface Digested {
  readonly digest: string
  readonly files: number
  /** The context holds the repository's own history. */
  readonly hasHistory: boolean
}

export async function digestFolder(root: string, rules: Rules, history: History): Promise<Digested> {
  const hash = createHash('sha256')
  const found = { files: 0, hasHistory: false }
  const walk = async (folder: string, above: Matches): Promise<void> => {
    const ask = asker(rules)
    for (const name of (await readdir(join(root, folder))).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`
      const { matches, excluded } = ask(path, above)
      if (excluded && !rules.hasExceptions) continue
      const stats = await lstat(join(root, path))
      if (join(root, path) === history.folder && stats.isDirectory()) {
        if (excluded) continue
        found.hasHistory = true
        write(hash, ['history', path, history.mark])
      } else if (stats.isDirectory()) {
        if (!excluded) write(hash, ['folder', path, modeOf(stats)])
        await walk(path, matches)
      } else if (!excluded) {
        found.files++
        write(hash, await entryOf(join(root, path), path, stats))
      }
    }
  }
  await walk('', [])
  return { digest: hash.digest('hex'), ...found }
}

/** Kind, path and what else makes a difference to the image; owner and time do not, BuildKit sets them. */
async function entryOf(file: string, path: string, stats: Stats): Promise<string[]> {
  if (stats.isSymbolicLink()) return ['link', path, await readlink(file)]
  if (stats.isFile()) return ['file', path, modeOf(stats), String(stats.size), await digestFile(file)]
  return ['other', path, modeOf(stats), String(stats.rdev)]
}

export async function digestFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/**
 * Whether the owner may run it, and what others may do; special bits. Not the group's: a umask of 002 on one runner and 022 on
 * another would make two images of one commit.
 */
const modeOf = ({ mode }: Stats) => (mode & 0o7107).toString(8)

/** With its length, so that where one part ends is part of it. */
function write(hash: Hash, parts: readonly string[]): void {
  hash.update(`${JSON.stringify(parts)}\n`)
}
