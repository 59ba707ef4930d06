/** An image index, as the registry keeps it: the manifests it lists, one for each platform. Pure. */

export interface Listed {
  readonly digest: string
  /** `linux/arm64/v8` */
  readonly platform: string
}

/** Empty for the manifest of a single image, which does not say its platform. Attestations are no image. */
export function manifestsIn(manifest: string): Listed[] {
  const { manifests = [] } = JSON.parse(manifest || '{}') as {
    manifests?: { digest?: string; platform?: { os?: string; architecture?: string; variant?: string } }[]
  }
  return manifests.flatMap(({ digest = '', platform }) =>
    platform?.os && platform.os !== 'unknown'
      ? [{ digest, platform: [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/') }]
      : [],
  )
}
