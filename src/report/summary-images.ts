/** What the job summary says of the images of a build, which moves no service: one row each. Pure. */
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
