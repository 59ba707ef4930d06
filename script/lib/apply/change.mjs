/** An edit that a user would make by hand. */
import { readFileSync, writeFileSync } from 'node:fs'

/** @param {string} file @param {string | RegExp} from @param {string} to with $1 for what a RegExp has found */
export function change(file, from, to) {
  const before = readFileSync(file, 'utf8')
  const after = before.replace(from, to)
  if (after === before) throw new Error(`${file} has changed: ${from} is not there`)
  writeFileSync(file, after)
}
