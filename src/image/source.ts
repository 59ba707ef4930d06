/** What an image is built from, as the manifest and the inputs say it. Pure. */

/** Paths are relative to the workspace. Values of `args` may hold `${version}` and `${sha}`. */
export interface Build {
  readonly context: string
  readonly dockerfile: string
  readonly target: string | undefined
  readonly args: Readonly<Record<string, string>>
}

/** An image that a release wants. */
export interface Wanted {
  /** What people call it. */
  readonly name: string
  /** The ECR repository's name, without the registry. */
  readonly repository: string
  readonly build: Build
  /** Docker's name for what the task definition runs on. */
  readonly platform: string
  /** What its names begin with, where its repository holds other images too; else empty. */
  readonly label: string
}

/** Where a named context comes from. */
export type Source =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'layout'; readonly path: string }
  | { readonly kind: 'remote'; readonly url: string }

export interface NamedContext {
  readonly name: string
  /** `name=value`, as docker takes it. */
  readonly line: string
  readonly source: Source
}

/** A line `name=value` of the input `build-contexts`. */
export function namedContext(line: string): NamedContext {
  const equals = line.indexOf('=')
  // `base::linux/arm64` is `base` for one platform
  return { name: familiar(line.slice(0, equals).replace(/::.*$/s, '')), line, source: sourceOf(line.slice(equals + 1)) }
}

function sourceOf(value: string): Source {
  const [, scheme, rest = ''] = /^([\w+.-]+):\/\/(.*)$/s.exec(value) ?? []
  if (scheme === 'docker-image') return { kind: 'image', reference: rest }
  if (scheme === 'oci-layout') return { kind: 'layout', path: rest.replace(/@sha256:[0-9a-f]{64}$|:[\w.-]+$/, '') }
  if (scheme !== undefined) return { kind: 'remote', url: value }
  return { kind: 'folder', path: value.replace(/\/+$/, '') || '/' }
}

/** Text that docker would fetch, where no folder of that name is there: URLs, and git's short forms of them. */
export const isRemote = (text: string) =>
  /^[\w+.-]+:\/\/|^(?:git@|(?:www\.)?(?:github|gitlab|bitbucket)\.(?:com|org)\/)|^[\w.+-]+@[^/]+:/.test(text)

/** The form under which docker compares names of images: `docker.io/library/node:latest` is `node`. */
export const familiar = (reference: string) =>
  reference
    .replace(/^(?:index\.)?docker\.io\//, '')
    .replace(/^library\//, '')
    .replace(/:latest$/, '')

/** The arguments with their placeholders filled. */
export function resolved(args: Build['args'], values: Readonly<Record<'version' | 'sha', string>>): Build['args'] {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, filled(value, values)]))
}

const filled = (value: string, values: Readonly<Record<'version' | 'sha', string>>) =>
  value.replace(/\$\{(version|sha)\}/g, (_, key: 'version' | 'sha') => values[key])
