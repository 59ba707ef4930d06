/** The key `build` of an image. Pure. */
import { quoted } from '../failure/words.ts'
import { TEMPLATED, templatesIn } from '../image/placeholder.ts'
import { type Build, type Cache, PLATFORM, type Secret } from '../image/source.ts'
import {
  asMapping,
  fault,
  isNone,
  type Kind,
  listOf,
  mapOf,
  mapping,
  matching,
  OPERAND,
  PATH,
  shownAt,
  such,
  TRUTH,
} from './kind.ts'
import { key, orNull, readWhole, says, schemaOf, type Values } from './shape.ts'

const ARGUMENT = /^[A-Za-z_][A-Za-z0-9_]*$/
export const PLACEHOLDER = /version|sha|env\.[A-Za-z_]\w*/
export const FILLED = ['version', 'sha', 'env.NAME'].map(name => `\`\${${name}}\``).join(', ')
const isPlaceholder = (name: string) => new RegExp(`^(?:${PLACEHOLDER.source})$`).test(name)
const KNOWN = 'Known placeholders: version, sha and env.NAME.'

export const ARGUMENT_VALUE: Kind<string> = {
  schema: {
    type: 'string',
    not: { pattern: String.raw`\$\{(?!(?:${PLACEHOLDER.source})\})|${TEMPLATED.source}` },
  },
  read(value, at, faults) {
    if (typeof value !== 'string') {
      faults.push(
        fault(at, ` is ${shownAt(at, value)}`, 'Give a text, in quotes: YAML turns 3.10 without them into 3.1.'),
      )
      return ''
    }
    for (const [written, name = '', end] of value.matchAll(/\$\{([^}]*)(\}?)/g)) {
      if (end === '') {
        // what follows may be part of the value
        const [begun = ''] = /^[\w.]*/.exec(name) ?? []
        faults.push(fault(at, `: ${quoted(`\${${begun}…`)} is not closed`, `Its } is missing. ${KNOWN}`))
      } else if (!isPlaceholder(name)) faults.push(fault(at, `: ${quoted(written)} is not known`, KNOWN))
    }
    for (const { written, fix } of templatesIn(value)) {
      // one of a workflow is told as what it begins with
      if (!written.startsWith('$')) faults.push(fault(at, `: ${quoted(written)} is not filled`, fix))
    }
    return value
  },
}

/** Part of a line that docker takes apart at commas and equal signs. */
const ID = /^[A-Za-z0-9_][\w.-]*$/
const FILE_OF_SECRET = /^[^",]*$/

/** `env.NAME`, or a path. */
const SECRET: Kind<Secret> = {
  schema: {
    anyOf: [
      { type: 'string', pattern: String.raw`^env\.[A-Za-z_]\w*$` },
      { allOf: [PATH.schema, { type: 'string', pattern: FILE_OF_SECRET.source }] },
    ],
  },
  read(value, at, faults) {
    const [, variable] = /^env\.([A-Za-z_]\w*)$/.exec(typeof value === 'string' ? value : '') ?? []
    if (variable !== undefined) return { variable }
    const file = PATH.read(value, at, faults)
    if (!FILE_OF_SECRET.test(file)) faults.push(fault(at, ` is ${quoted(file)}`, 'The path must not hold , or ".'))
    return { file }
  },
}

const CACHES = ['registry', 'gha', 'none'] as const
const CACHE_LINES = listOf(
  matching(
    /^(?=.*\btype=[a-z0-9]+)[a-z-]+=[^,\s]+(,[\w-]+=[^,\s]*)*$/,
    'Give what docker takes, such as type=registry,ref=….',
  ),
)

const CACHE: Kind<Cache> = {
  schema: {
    anyOf: [
      { enum: CACHES },
      {
        type: 'object',
        properties: { from: orNull(CACHE_LINES.schema), to: orNull(CACHE_LINES.schema) },
        additionalProperties: false,
      },
    ],
  },
  read(value, at, faults) {
    const known = CACHES.find(each => each === value)
    if (known !== undefined) return known
    const places = asMapping(value)
    if (places === undefined || Object.keys(places).some(name => name !== 'from' && name !== 'to')) {
      faults.push(fault(at, ` is ${shownAt(at, value)}`, 'Give registry, gha, none, or {from: […], to: […]}.'))
      return 'none'
    }
    const lines = (name: 'from' | 'to') =>
      says(places, name) ? CACHE_LINES.read(places[name], at.key(name), faults) : []
    return { from: lines('from'), to: lines('to') }
  },
}

const PLATFORMS = listOf(
  matching(PLATFORM, 'Give platforms as docker names them, such as linux/amd64 and linux/arm64.'),
  'Give linux/amd64, linux/arm64 or both.',
)

/** A text that goes to docker as it is written. */
const LITERAL = such(
  { type: 'string', not: { pattern: String.raw`\$\{` } },
  (value): value is string => typeof value === 'string' && !value.includes('${'),
  'Give a text, in quotes. No placeholder is filled here.',
  '',
)

const PROVENANCE: Kind<'none' | 'min' | 'max'> = {
  schema: { enum: [true, false, 'min', 'max'] },
  read(value, at, faults) {
    if (value === 'min' || value === 'max') return value
    if (typeof value !== 'boolean') faults.push(fault(at, ` is ${quoted(value)}`, 'Give true, false, min or max.'))
    return value === true ? 'min' : 'none'
  },
}

export const BUILD_KEYS = {
  bake: key(
    listOf(PATH, 'Give at least one file.'),
    'bake or compose files that say [what is built](#what-a-bake-file-says); `target` is one of theirs then, and the other keys but `context` and `dockerfile` are laid over it',
    { otherwise: 'none' },
  ),
  context: key(PATH, 'the folder that is sent to the builder', { otherwise: '`.`' }),
  dockerfile: key(PATH, 'the Dockerfile', { otherwise: '`Dockerfile` in the context' }),
  target: key(OPERAND, 'the stage of the Dockerfile that is built; with `bake` the target', {
    otherwise: 'the last; with `bake` `default`',
  }),
  args: key(
    mapOf(ARGUMENT, 'A build argument’s name is letters, digits and _.', ARGUMENT_VALUE),
    `build arguments; values may hold ${FILLED}, a variable of the job; not for secrets, since an image shows its arguments`,
    { otherwise: 'none' },
  ),
  contexts: key(
    mapOf(/^[^\s=-][^\s=]*$/, 'A name without white space and = is expected.', LITERAL),
    'named contexts of this image: a folder of the workspace, `docker-image://…`, `oci-layout://…` or a URL; they come before those of the input `build-contexts`',
    { otherwise: 'none' },
  ),
  secrets: key(
    mapOf(ID, 'An id is letters, digits, ., _ and -.', SECRET),
    'BuildKit secrets by id, for `RUN --mount=type=secret,id=npm`: from a variable of the job (`env.NAME`) or a file of the workspace',
    { otherwise: 'none' },
  ),
  ssh: key(
    matching(ID, 'Give `default`, or an id.'),
    '`default` or another id: the job’s SSH agent (SSH_AUTH_SOCK), for `RUN --mount=type=ssh`',
    {
      otherwise: 'none',
    },
  ),
  cache: key(
    CACHE,
    '`registry`, `gha`, `none`, or `{from: […], to: […]}` with lines as docker takes them (`type=s3,region=…`)',
    { otherwise: '`none`' },
  ),
  platforms: key(PLATFORMS, 'several make an index; the task definition’s has to be among them', {
    otherwise: 'that of the task definition',
  }),
  labels: key(
    mapOf(/^\S+$/, 'A name without white space is expected.', LITERAL),
    'labels of the image, besides those it gets anyway, its version and commit among them; no placeholder is filled',
    {
      otherwise: 'none',
    },
  ),
  annotations: key(
    mapOf(/^[^\s=:,]+$/, 'A name without white space, =, : and , is expected.', LITERAL),
    'OCI annotations of the manifest and of the index, besides those it gets anyway; no placeholder is filled',
    { otherwise: 'none' },
  ),
  sbom: key(TRUTH, 'whether the builder lists what is in the image, [in the index](#sbom-and-provenance)', {
    otherwise: '`false`',
  }),
  provenance: key(PROVENANCE, 'how much the builder says of the build: `min`, which `true` is, `max` or `false`', {
    otherwise: '`false`',
  }),
}

const mappingOf = (value: unknown) => (typeof value === 'string' ? { context: value } : (asMapping(value) ?? {}))

export const DEFAULT_BUILD: Build = { context: '.', dockerfile: './Dockerfile', target: undefined, args: {} }

/** Whether it says from what is built, and not how alone. */
export const isSource = (value: unknown): boolean =>
  typeof value === 'string' || ['context', 'bake'].some(name => says(asMapping(value) ?? {}, name))

/** Whether it says how something is built, and not from what; null only takes away. */
export function isOptions(value: unknown): boolean {
  const values = Object.values(asMapping(value) ?? { '': null })
  return !isSource(value) && (values.length === 0 || values.some(each => !isNone(each)))
}

/** A text is the context alone. What is laid over another build says what differs, and takes away what it says to be null. */
export const BUILD: Kind<Build> = {
  lay(over, under) {
    const upper = mappingOf(over)
    const lower = beneath(upper, mappingOf(under))
    const laid = Object.entries(upper).map(([name, value]) => {
      const [one, other] = [asMapping(value), asMapping(lower[name])]
      return [name, one && other && name !== 'cache' ? { ...other, ...one } : value] as const
    })
    return { ...lower, ...Object.fromEntries(laid) }
  },
  schema: { anyOf: [PATH.schema, schemaOf(BUILD_KEYS)] },
  read: (value, at, faults) => {
    const values = typeof value === 'string' ? { context: value } : mapping(value, at, faults)
    for (const name of says(values, 'bake') ? OF_A_DOCKERFILE : []) {
      const fix = 'The bake file says it: keep one of them.'
      if (says(values, name)) faults.push(fault(at.key(name), ' and `bake` are both there', fix))
    }
    return buildOf(readWhole(BUILD_KEYS, { at, values }, faults, { context: '.' }))
  },
}

const OF_A_DOCKERFILE = ['context', 'dockerfile']

/** Whoever is nearer says whether bake files or a Dockerfile say what is built; the target goes with them. */
function beneath(upper: Record<string, unknown>, lower: Record<string, unknown>): Record<string, unknown> {
  const isBake = says(upper, 'bake')
  const isOther = isBake || upper.bake === null || OF_A_DOCKERFILE.some(name => says(upper, name))
  if (!isOther || isBake === says(lower, 'bake')) return lower
  const gone = ['target', ...(isBake ? OF_A_DOCKERFILE : ['bake'])]
  return Object.fromEntries(Object.entries(lower).filter(([name]) => !gone.includes(name)))
}

function buildOf({ context, dockerfile, target, args, ...rest }: Values<typeof BUILD_KEYS>): Build {
  const options = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    context: context ?? '.',
    // one fault of the context is enough
    dockerfile: dockerfile ?? `${context}/Dockerfile`,
    target,
    args: args ?? {},
    ...options,
  }
}
