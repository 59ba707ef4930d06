import type { Tag as EcrTag } from '@aws-sdk/client-ecr'
import { book } from '../../book.ts'

export interface EcrState {
  repositories: Record<string, Repository>
  registryScanning: { scanType: string; rules: unknown[] }
}

export const emptyEcr = (): EcrState => ({
  repositories: book(),
  registryScanning: { scanType: 'BASIC', rules: [] },
})

export type Mutability = 'MUTABLE' | 'IMMUTABLE' | 'MUTABLE_WITH_EXCLUSION' | 'IMMUTABLE_WITH_EXCLUSION'

export interface Repository {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  mutability: Mutability
  /** Wildcards of tags for which the opposite holds. */
  exclusions?: { filterType: string; filter: string }[] | undefined
  scanOnPush: boolean
  readonly encryption?: { encryptionType: string; kmsKey?: string | undefined }
  lifecyclePolicy?: { text: string; evaluatedAt: number } | undefined
  policy?: string | undefined
  tags?: EcrTag[] | undefined
  /** Digest → image. */
  images: Record<string, Image>
  /** Tag → digest. */
  tagged: Record<string, string>
  /** Upload → its parts, base64; undefined once it is complete. */
  uploads?: Record<string, string[] | undefined>
  /** Digest → bytes. */
  layers?: Record<string, number>
}

export interface Image {
  readonly digest: string
  readonly manifest: string
  readonly mediaType: string
  readonly artifactMediaType?: string | undefined
  readonly size: number
  readonly pushedAt: number
  pulledAt?: number | undefined
}
