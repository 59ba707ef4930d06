/** The paths and manifests of the OCI distribution API. */
export interface Route {
  readonly repository: string
  readonly kind: 'blobs' | 'manifests' | 'tags' | 'referrers'
  readonly reference: string
}

export function route(path: string): Route | undefined {
  const plain = decoded(path)
  // An upload goes on after `blobs/`, and a repository's name may contain any of these words.
  const found =
    /^\/v2\/(.+)\/(blobs)\/(uploads\/.*)$/.exec(plain) ??
    /^\/v2\/(.+)\/(blobs|manifests|tags|referrers)\/([^/]+)$/.exec(plain)
  if (!found) return undefined
  const [, repository = '', kind, reference = ''] = found
  return { repository, kind: kind as Route['kind'], reference }
}

/** What IAM calls a request at the registry's door. */
export function actionOf(method: string, { kind, reference }: Route): string {
  const reads = method === 'GET' || method === 'HEAD'
  if (kind === 'manifests') return reads ? 'BatchGetImage' : 'PutImage'
  if (kind !== 'blobs') return 'ListImages'
  if (reference.startsWith('uploads/') || reference === 'uploads') {
    if (method === 'POST') return 'InitiateLayerUpload'
    return method === 'PUT' ? 'CompleteLayerUpload' : 'UploadLayerPart'
  }
  return method === 'HEAD' ? 'BatchCheckLayerAvailability' : 'GetDownloadUrlForLayer'
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

export function isDigest(reference: string): boolean {
  return reference.startsWith('sha256:')
}

interface Sized {
  readonly size?: number
}

/** Compressed bytes that a manifest names. */
export function manifestSize(manifest: string): number {
  try {
    const { config, layers, manifests } = JSON.parse(manifest) as {
      config?: Sized
      layers?: Sized[]
      manifests?: Sized[]
    }
    return [config, ...(layers ?? []), ...(manifests ?? [])].reduce((sum, part) => sum + (part?.size ?? 0), 0)
  } catch {
    return 0
  }
}
