/** What the job summary says of images: of a build, which moves no service, one row each; and of tags that moved. Pure. */
import { code, table } from './markdown.ts'
import type { ImageReport, Report } from './report.ts'

const HEADS = ['image of', 'image', 'tags', 'origin'] as const

export const imageTable = ({ command, images }: Report): string[] =>
  command === 'build' ? table(HEADS, Object.entries(images).map(rowOf)) : []

// no tag holds a `|`
const rowOf = ([name, { image, tags, origin }]: [string, ImageReport]) => [
  { found: name },
  { found: image },
  tags.map(code).join(', '),
  origin,
]

/** They moved whatever became of the services since. */
export function movesSection({ images }: Report): string[] {
  const lines = Object.values(images).flatMap(({ image, digest, moves = [] }) =>
    moves.map(({ tag, from, stays }) => {
      const name = code(`${image.split('@')[0]}:${tag}`)
      if (stays) return `- ${name} did not move: its repository is immutable`
      const before = from === undefined ? '' : ` from ${code(from.slice(0, 19))}`
      return `- ${name} moved${before} to ${code(digest.slice(0, 19))}`
    }),
  )
  return lines.length === 0 ? [] : ['### Tags that move', [...new Set(lines)].join('\n')]
}
