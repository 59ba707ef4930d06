/** Images of a manifest: those that are listed, and those that a service has of its own. Pure. */
import type { Fault } from '../failure/failure.ts'
import { quoted, strange } from '../failure/words.ts'
import { templatesIn } from '../image/placeholder.ts'
import { parseImage } from '../image/reference.ts'
import type { ImageEntry } from '../image/source.ts'
import type { At } from './at.ts'
import { BUILD, DEFAULT_BUILD, FILLED, isOptions, isSource, PLACEHOLDER } from './build.ts'
import { insteadOf } from './instead.ts'
import { asMapping, fault, type Kind, listOf, mapping, matching, TEXT, TRUTH } from './kind.ts'
import { key, type Layer, overlayOf, readKeys, says, unknownKeys, type Values, withoutTaken } from './shape.ts'

/** Also the name of a target of docker's bake. */
export const IMAGE_NAME = /^[A-Za-z0-9_-]{1,255}$/

const NAME = String.raw`(?=.{2,256}$)[a-z0-9]+(?:(?:[._]|__|-+|\/)[a-z0-9]+)*`
const NAME_FORM = new RegExp(`^${NAME}$`)
/** A registry is known, as docker knows it, by a dot or a port in what comes before the first slash, or the name localhost. */
const HOST = String.raw`(?:localhost|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*:\d{1,5}|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)\/`
const REPOSITORY_FORM = new RegExp(`^(?:${HOST}|(?!${HOST}))${NAME}$`)

const REPOSITORY: Kind<string> = {
  schema: { type: 'string', pattern: REPOSITORY_FORM.source },
  read(value, at, faults) {
    const found = TEXT.read(value, at, faults)
    if (found === '' || REPOSITORY_FORM.test(found)) return found
    const near = found.toLowerCase().replace(/^(?:https?|docker):\/\/|\/+$/g, '')
    const hint = REPOSITORY_FORM.test(near) ? `, for instance ${quoted(near)}` : ''
    const words = `A repository is 2–256 lower-case characters${hint}.`
    const fix = /:[^/]*$|@/.test(found.replace(new RegExp(`^${HOST}`), '')) ? 'Give it without tag and digest.' : words
    faults.push(fault(at, ` is ${quoted(found)}`, fix))
    return found
  },
}

/** What images are known by, and the names of releases, do not move. */
const TAG = matching(
  /^(?!(?:recipe|sha|copy|buildcache)-|v?\d+\.\d+\.\d+)[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
  'A tag that moves is 1–128 letters, digits, ., _ and -, and none that images are known by: latest, stable.',
)

const FILL = String.raw`\$\{(?:${PLACEHOLDER.source})\}`
/** docker's grammar, with placeholders wherever a part may hold letters. What may be no registry is a name, in lower case. */
const REFERENCE_FORM = new RegExp(
  [
    String.raw`^(?=.{1,512}$)(?:(?=localhost\/|[^/]*[.:$])(?:[A-Za-z0-9-]|\.|${FILL})+(?::\d{1,5})?\/)?`,
    String.raw`(?:[a-z0-9]|${FILL})+(?:(?:[._]|__|-+|\/)(?:[a-z0-9]|${FILL})+)*`,
    `(?::(?:[A-Za-z0-9_]|${FILL})(?:[A-Za-z0-9._-]|${FILL}){0,127})?(?:@(?:sha256:[0-9a-f]{64}|${FILL}))?$`,
  ].join(''),
)

/** `also`: what else will do, in words. */
function referenceOr(also: string): Kind<string> {
  const { schema, read } = matching(
    REFERENCE_FORM,
    `Give ${also}an image as docker takes it, ghcr.io/acme/app:1.4.2 or …@sha256:…; it may hold ${FILLED}.`,
    found => longTag(found) || strange(found),
  )
  return {
    schema,
    read(value, at, faults) {
      const templates = typeof value === 'string' ? templatesIn(value) : []
      for (const { written, fix } of templates) faults.push(fault(at, `: ${quoted(written)} is not filled`, fix))
      return templates.length > 0 ? '' : read(value, at, faults)
    },
  }
}

/** Of a tag that is cut nobody would see what is wrong with it. */
function longTag(found: string): string {
  const [, tag = ''] = /:([\w.-]+)$/.exec(found) ?? []
  return tag.length > 128 ? `, with a tag of ${tag.length} characters where 128 are the most` : ''
}

const MADE = {
  repository: key(
    REPOSITORY,
    'the repository it is pushed to: of ECR by its name alone, of another registry, account or region with the host; an environment’s null takes away what the top says',
    {
      otherwise: 'the key',
      overlay: true,
    },
  ),
  build: key(
    BUILD,
    'the build context, or `{context, dockerfile, target, args, …}`: [all of it](images.md#what-a-build-may-ask-for); an environment says what differs, and null takes away a key, an entry, or all of it',
    { otherwise: '`.`', overlay: true },
  ),
  promote: key(TRUTH, 'whether the image that `image` names is copied, by digest, into `repository`', {
    otherwise: '`false`',
    overlay: true,
  }),
  'also-tag': key(listOf(TAG), 'tags that move to the image where the repository lets them, such as `latest`', {
    otherwise: 'none',
    overlay: true,
  }),
  rebuild: key(TRUTH, 'whether it is built in every run and from no cache, so that what it installs is new', {
    otherwise: '`false`',
    overlay: true,
  }),
}

/** Of an image that is listed. */
export const IMAGE = {
  image: key(
    referenceOr(''),
    'an image that exists already, of any registry that docker is logged in to, by tag or digest: it is resolved to a digest once and never built',
    { otherwise: 'none', overlay: true },
  ),
  ...MADE,
}

/** Of a service that has an image of its own. */
export const OWN_IMAGE = {
  image: key(
    referenceOr('the name of one of `images`, or '),
    'one of `images` by its name, or an image that exists already, of any registry that docker is logged in to, by tag or digest: it is resolved to a digest once and never built',
    { otherwise: 'the key, where `images` has it', overlay: true },
  ),
  ...MADE,
}

type Found = Values<typeof MADE> & { readonly image: string | undefined }

/** Null of these takes away what stands underneath. */
export const TAKEN = ['build', 'repository']

/** What is said of one image, less what is taken away. */
export function layersOf(layers: readonly Layer[]): Layer[] {
  const values = withoutTaken(
    TAKEN,
    layers.map(each => each.values),
  )
  return layers.map(({ at }, i) => ({ at, values: values[i] ?? {} }))
}

/** The nearest layer that says where the image comes from; options of a build alone do not. */
export const originIn = <Values extends Layer['values']>(layers: readonly Values[]): Values | undefined =>
  layers.find(values => says(values, 'image') || isSource(values.build)) ?? layers.find(values => says(values, 'build'))

/** `layers`: whatever lies over it first. `name` is what people call it, `at` where the manifest says it. */
export function imageOf(name: string, at: string, layers: readonly Layer[], found: Found, faults: Fault[]): ImageEntry {
  const origin = originIn(layers.map(({ values }) => values))
  const nearest = layers.find(({ values }) => values === origin)
  const alsoTag = (found['also-tag'] ?? []) as readonly string[]
  const where = (key: string) => nearest?.at.key(key) as At
  if (nearest === undefined || !says(nearest.values, 'image') || found.image === undefined) {
    if (found.promote) {
      const said = layers.some(({ values }) => says(values, 'image')) && nearest
      const what = said ? `${said.at.key('build')} says that it is built here` : 'there is no `image`'
      const fix = 'What is built here is pushed there anyway: take `promote` out.'
      faults.push(fault(whereSaid(layers, 'promote'), ` is true, and ${what}`, fix))
    }
    if (found.repository === undefined && !NAME_FORM.test(name)) {
      faults.push(
        fault(
          topOf(layers),
          `: its key ${quoted(name)} cannot be its repository`,
          'Write `repository:` with the name of its repository, 2–256 lower-case characters.',
        ),
      )
    }
    return {
      kind: 'build',
      name,
      at,
      repository: found.repository ?? name,
      build: found.build ?? DEFAULT_BUILD,
      rebuild: found.rebuild ?? false,
      alsoTag,
    }
  }
  const { image } = found
  const over = layers.slice(0, layers.indexOf(nearest))
  for (const each of over) {
    for (const key of ['build', 'rebuild'] as const) {
      if (key === 'build' ? !isOptions(each.values.build) : !says(each.values, key)) continue
      const what = `: of a build, and ${where('image')} names an image that exists`
      const fix = 'What `image` names is never built: keep one of them. To build here instead, say `context` as well.'
      faults.push(fault(each.at.key(key), what, fix))
    }
  }
  for (const key of ['build', 'rebuild'] as const) {
    if (says(nearest.values, key))
      faults.push(
        fault(where(key), ' and `image` are both there', 'What `image` names is never built: keep one of them.'),
      )
  }
  const promoted = found.promote === true
  for (const each of promoted ? [] : [...over, nearest].filter(({ values }) => says(values, 'repository'))) {
    const image = each === nearest ? '`image`' : where('image')
    const fix =
      'Write `promote: true` to have the image copied there, or take `repository` out: an environment does by null.'
    faults.push(fault(each.at.key('repository'), ` and ${image} are both there`, fix))
  }
  // what a farther layer says is of the image that it builds
  const isOfThis = layers.slice(0, layers.indexOf(nearest) + 1).some(({ values }) => says(values, 'also-tag'))
  if (!promoted && isOfThis && alsoTag.length > 0) {
    faults.push(
      fault(
        whereSaid(layers, 'also-tag'),
        ' is of an image that is made elsewhere',
        'Write `promote: true` as well: a copy may have more tags.',
      ),
    )
  }
  const copyTo = promoted ? (found.repository ?? parseImage(image).name) : undefined
  if (copyTo?.includes('${')) {
    const fix = 'Write `repository` with the name of the repository that the image is copied into.'
    faults.push(fault(whereSaid(layers, 'promote'), ' is true, and the name in `image` is not known yet', fix))
  }
  return { kind: 'reference', name, at, reference: image, copyTo, alsoTag: promoted || isOfThis ? alsoTag : [] }
}

const whereSaid = (layers: readonly Layer[], key: string): At =>
  (layers.find(({ values }) => says(values, key))?.at ?? topOf(layers)).key(key)

const topOf = (layers: readonly Layer[]) => (layers.at(-1) as Layer).at

/** The list at the top, with what an environment says of it. */
export function readImages(layers: readonly Layer[], faults: Fault[]): Map<string, ImageEntry> {
  const top = layers.at(-1)
  const written = top?.values.images
  if (top === undefined || !says(top.values, 'images')) return new Map()
  const all = top.at.key('images')
  return new Map(
    Object.entries(mapping(written, all, faults, 'List images by their names, such as images: {app: {build: .}}.')).map(
      ([name, value]) => {
        const at = all.key(name)
        const values = mapping(value ?? {}, at, faults)
        const over = layers.slice(0, -1).map(layer => ({
          at: layer.at.key('images').key(name),
          values: known(asMapping(asMapping(layer.values.images)?.[name]) ?? {}, overlayOf(IMAGE)),
        }))
        const own = layersOf([...over, { at, values }])
        unknownKeys(values, Object.keys(IMAGE), at, faults, insteadOf)
        if (!IMAGE_NAME.test(name)) {
          faults.push(fault(top.at, `: the image name ${quoted(name)}`, 'Use letters, digits, - and _ only.', at.place))
        }
        return [name, imageOf(name, `images.${name}`, own, readKeys(IMAGE, own, faults), faults)]
      },
    ),
  )
}

/** What else it says has been refused already. */
export const known = (values: Layer['values'], shape: object): Layer['values'] =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(shape, name)))
