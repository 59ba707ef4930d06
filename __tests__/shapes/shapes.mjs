/** Repositories as teams have them: each folder is what one commits, and standing.yml how its services stand before the first release. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const SHAPES = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname)
export const STANDING = 'standing.yml'
const WORKFLOWS = '.github/workflows'

export const shapeNames = () =>
  readdirSync(SHAPES, { withFileTypes: true }).flatMap(each => (each.isDirectory() ? [each.name] : []))

/** @returns {{ shape: string, file: string, text: string }[]} */
export function shapeWorkflows() {
  return shapeNames().flatMap(shape => {
    const folder = join(SHAPES, shape, WORKFLOWS)
    if (!existsSync(folder)) return []
    return readdirSync(folder).map(file => ({ shape, file, text: readFileSync(join(folder, file), 'utf8') }))
  })
}
