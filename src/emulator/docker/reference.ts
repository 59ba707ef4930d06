/** Images as task definitions name them, and as the engine of this machine gets them. */
export interface Reference {
  /** Without tag and digest. */
  readonly name: string
  readonly tag: string
  readonly digest?: string
  /** In the local ECR, behind our own door. */
  readonly ours: boolean
}

const ecr = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//

export function reference(image: string, port: number): Reference {
  const here = `127.0.0.1:${port}/`
  const local = image.replace(ecr, here).replace(`localhost:${port}/`, here)
  const [nameAndTag = '', digest] = local.split('@')
  const colon = nameAndTag.indexOf(':', nameAndTag.lastIndexOf('/') + 1)
  return {
    name: colon < 0 ? nameAndTag : nameAndTag.slice(0, colon),
    tag: colon < 0 ? 'latest' : nameAndTag.slice(colon + 1),
    ...(digest !== undefined && { digest }),
    ours: local.startsWith(here),
  }
}

export function written({ name, tag, digest }: Reference): string {
  return digest === undefined ? `${name}:${tag}` : `${name}@${digest}`
}
