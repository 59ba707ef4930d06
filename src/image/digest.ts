/** Reads a context as it would be sent to BuildKit, and gives it a digest. Files are streamed, links are not followed. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
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

/**
 * Names are bytes, which need not be text: they stand here as one character a byte, and are text only where a pattern is asked.
 */
export async function digestFolder(folder: string, rules: Rules, history: History): Promise<Digested> {
  const hash = createHash('sha256')
  const found = { files: 0, hasHistory: false }
  const root = bytesOf(folder)
  const ask = asker(rules)
  const below = async (folder: string, above: Matches) =>
    (await readdir(fileOf(`${root}/${folder}`), 'latin1')).sort().map(name => {
      const path = folder === '' ? name : `${folder}/${name}`
      return { path, ...ask(fileOf(path).toString(), above) }
    })
  /** Whether anything of a folder that is kept out is sent nevertheless. */
  const sendsAny = async (folder: string, above: Matches): Promise<boolean> => {
    for (const { path, matches, excluded } of await below(folder, above)) {
      if (!excluded) return true
      const stats = await lstat(fileOf(`${root}/${path}`))
      if (stats.isDirectory() && (await sendsAny(path, matches))) return true
    }
    return false
  }
  /** Folders above that are kept out: BuildKit sends them, with their modes, where it sends anything below. */
  const above: string[][] = []
  const send = (parts: readonly string[]) => {
    for (const each of above.splice(0)) write(hash, each)
    write(hash, parts)
  }
  const walk = async (folder: string, matched: Matches): Promise<void> => {
    for (const { path, matches, excluded } of await below(folder, matched)) {
      if (excluded && !rules.hasExceptions) continue
      const file = `${root}/${path}`
      const stats = await lstat(fileOf(file))
      if (file === bytesOf(history.folder) && stats.isDirectory()) {
        if (excluded && !(await sendsAny(path, matches))) continue
        found.hasHistory = true
        send(['history', path, history.mark])
      } else if (stats.isDirectory()) {
        const parts = ['folder', path, modeOf(stats)]
        if (excluded) above.push(parts)
        else send(parts)
        await walk(path, matches)
        if (above.at(-1) === parts) above.pop()
      } else if (!excluded) {
        found.files++
        send(await entryOf(fileOf(file), path, stats))
      }
    }
  }
  await walk('', [])
  return { digest: hash.digest('hex'), ...found }
}

const bytesOf = (path: string) => Buffer.from(path).toString('latin1')
const fileOf = (bytes: string) => Buffer.from(bytes, 'latin1')

/** Kind, path and what else makes a difference to the image; owner and time do not, BuildKit sets them. */
async function entryOf(file: Buffer, path: string, stats: Stats): Promise<string[]> {
  if (stats.isSymbolicLink()) return ['link', path, await readlink(file, 'latin1')]
  if (stats.isFile()) return ['file', path, modeOf(stats), String(stats.size), await digestFile(file)]
  return ['other', path, modeOf(stats), String(stats.rdev)]
}

async function digestFile(file: Buffer): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/** What owner, group and others may do, and special bits: COPY keeps them all. */
const modeOf = ({ mode }: Stats) => (mode & 0o7777).toString(8)

/** With its length, so that where one part ends is part of it. */
function write(hash: Hash, parts: readonly string[]): void {
  hash.update(`${JSON.stringify(parts)}\n`)
}
