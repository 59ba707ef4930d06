/** An image of 1.4.2, and the tags that a revision with it gets. */
import type { PushedImage } from '../../src/image/reference.ts'
import { spread } from '../../src/revision/container.ts'
import { type Document, documentOf, type Provenance, type Recorded } from '../../src/revision/document.ts'

export const URI = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/api'
export const image: PushedImage = {
  repository: { name: 'shop/api', uri: URI },
  digest: `sha256:${'b'.repeat(64)}`,
  tags: ['1.4.2'],
  origin: 'built',
}
export const provenance = { version: '1.4.2', commit: 'c'.repeat(40), run: 'octo/shop/7' }
export const OURS = [
  { key: 'evenkeel:version', value: '1.4.2' },
  { key: 'evenkeel:commit', value: 'c'.repeat(40) },
  { key: 'evenkeel:run', value: 'octo/shop/7' },
]

/** The image in `container`, and in all that stand on its image. */
export function releaseOf(template: Recorded, container: string, image: PushedImage, from: Provenance): Document {
  const containers = template.definition.containerDefinitions ?? []
  return documentOf(template, spread(containers, { container }, new Map([[container, image]])), from)
}
