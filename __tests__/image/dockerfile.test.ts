// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables are the Dockerfile’s
import { describe, expect, test } from '@jest/globals'
import { needsOf, type Reading } from '../../src/image/dockerfile.ts'

const reading: Reading = { target: undefined, args: {}, platform: 'linux/amd64', contexts: [] }
const needs = (text: string, more: Partial<Reading> = {}) => needsOf(text, { ...reading, ...more })

describe('the images that a Dockerfile takes', () => {
  test.each([
    ['a base', 'FROM node:22', ['node:22']],
    ['in small letters, indented, with a comment before', '# base\n  from node:22', ['node:22']],
    ['nothing', 'FROM scratch\nCOPY a /', []],
    ['by digest', 'FROM node:22@sha256:aa AS base', ['node:22@sha256:aa']],
    ['a stage is no image', 'FROM node AS Base\nFROM base', ['node']],
    ['a later stage is not known yet', 'FROM a AS one\nFROM two\nFROM b AS two\nFROM two', ['b']],
    [
      'for another platform',
      'FROM --platform=$BUILDPLATFORM golang AS b\nFROM scratch\nCOPY --from=b /a /',
      ['golang'],
    ],
    ['what is copied from', 'FROM a\nCOPY --chown=1:1 --from=b:1 /x /y', ['a', 'b:1']],
    ['a stage by number', 'FROM a\nFROM scratch\nCOPY --from=0 /x /', ['a']],
    ['no stage by number in a FROM', 'FROM a AS x\nFROM 0', ['0']],
    ['what is mounted', 'FROM a\nRUN --mount=type=bind,from=b,target=/b --network=none make', ['a', 'b']],
    ['several mounts', 'FROM a\nRUN --mount=type=cache,target=/c --mount=from=b,target=/b make', ['a', 'b']],
    ['on a continued line, with a comment within', 'FROM \\\n# why\n\n  a:1 \\\n  AS x', ['a:1']],
    ['with another escape', '# escape=`\nFROM `\n  a:1', ['a:1']],
    [
      'not from the text of a heredoc',
      'FROM a\nRUN <<EOF\nFROM b\nCOPY --from=c / /\nEOF\nCOPY --from=d / /',
      ['a', 'd'],
    ],
    ['not from one with a tab and quotes', 'FROM a\nCOPY <<-"EOF" /x\n\tFROM b\n\tEOF\n', ['a']],
    ['not from one within a word', 'FROM a\nRUN echo $((1<<2))\nFROM b', ['b']],
    ['a heredoc with a name of other characters', 'FROM a\nRUN cat <<E-O_F!\nFROM b\nE-O_F!\n', ['a']],
    ['a heredoc with a space before its name', 'FROM a\nRUN << EOF\nFROM b\nEOF\n', ['a']],
    [
      'not the heredoc of a quoted text',
      'FROM a\nRUN echo "see <<EOF"\nCOPY --from=b / /\nRUN cat <<EOF\nEOF',
      ['a', 'b'],
    ],
    [
      'the quote of a heredoc that nothing ends',
      'FROM a\nRUN cat <<"EOF\nCOPY --from=b / /\nRUN x \\\nEOF',
      ['a', 'b'],
    ],
    ['a quote after a heredoc', "FROM a\nRUN cat <<X it's\nCOPY --from=b / /\nRUN x \\\nX", ['a', 'b']],
    ['no heredoc of what runs later', 'FROM a\nCMD x <<X\nCOPY --from=b / /\nRUN \\\nX', ['a', 'b']],
    ['no heredoc of what a trigger runs later', 'FROM a\nONBUILD CMD x <<X\nCOPY --from=b / /\nRUN \\\nX', ['a', 'b']],
    ['the heredoc of a trigger', 'FROM a\nONBUILD RUN <<X\nCOPY --from=b / /\nX', ['a']],
    ['a dash and no name', 'FROM a\nRUN cat <<- X\nCOPY --from=b / /\nRUN \\\n-', ['a', 'b']],
    ['two heredocs', 'FROM a\nCOPY <<A <<"B" /x/\nFROM b\nA\nFROM c\nB\nCOPY --from=d / /', ['a', 'd']],
    ['a stage named like its base', 'FROM node AS node\nFROM node', ['node']],
    ['an image behind a variable’s name in quotes', 'ARG A=x"y"\nFROM $A', ['xy']],
    ['no variable in single quotes', "ARG A='$B'x\nARG B=b\nFROM a${A:+}", ['a']],
    ['a line that two escapes end', 'FROM a\nRUN dir C:\\\\\nCOPY --from=b / /', ['a', 'b']],
    ['a word that is parted by a line’s end', 'FROM no\\\nde:22', ['node:22']],
    ['a flag in quotes', 'FROM a\nCOPY "--from=x" --from=b /y /', ['a']],
    ['a flag whose value is quoted', 'FROM a\nCOPY --from="b" /x /', ['a', 'b']],
    ['in a trigger', 'FROM a AS x\nONBUILD COPY --from=b / /\nFROM x', ['a', 'b']],
    ['not in a trigger that nothing is built on', 'FROM a\nONBUILD COPY --from=b / /', ['a']],
    [
      'not in a trigger of a stage before the last',
      'FROM a AS x\nONBUILD COPY --from=b / /\nFROM x AS y\nFROM y',
      ['a', 'b'],
    ],
    ['a flag with another escape', '# escape=`\nFROM a\nRUN --mount=type=bind,target="C:\\",from=b dir', ['a', 'b']],
    ['Windows’ ends of lines and a byte order mark', '\ufeffFROM a\r\nFROM b\r\n', ['b']],
  ])('%s', (_, text, images) => {
    expect(needs(text)).toMatchObject({ images, unknown: [] })
  })
})

/** BuildKit, dockerfile2llb/convert.go: a stage that comes later may be one that a named context takes the place of. */
describe('a stage is looked for among all of them, but in a FROM', () => {
  test.each([
    ['what is copied', 'FROM a AS x\nCOPY --from=Later / /\nFROM b AS later', ['a', 'b']],
    ['what is copied by number', 'FROM a AS x\nCOPY --from=1 / /\nFROM b', ['a', 'b']],
    ['what is copied by a number with a sign', 'FROM a AS x\nCOPY --from=+1 / /\nFROM b', ['a', 'b']],
    ['what is mounted', 'FROM a AS x\nRUN --mount=from=later,target=/l y\nFROM b AS later', ['a', 'b']],
    [
      'what such a stage takes',
      'FROM a AS x\nCOPY --from=y / /\nFROM b AS y\nCOPY --from=z / /\nFROM c AS z',
      ['a', 'b', 'c'],
    ],
    ['in a trigger', 'FROM a AS y\nONBUILD COPY --from=later / /\nFROM b AS later\nFROM y AS x', ['a', 'b']],
    ['a mount in a trigger', 'FROM a AS y\nONBUILD RUN --mount=from=l z\nFROM b AS l\nFROM y AS x', ['a', 'b']],
    ['the last of two', 'FROM a AS y\nFROM c AS x\nCOPY --from=y / /\nFROM b AS y', ['c', 'b']],
    ['of two a FROM takes the one before', 'FROM a AS y\nFROM y AS x\nFROM b AS y', ['a']],
    ['an image of the name in a FROM', 'FROM y AS x\nFROM b AS y', ['y']],
    ['a stage called like an image', 'FROM node AS x\nCOPY --from=node / /\nFROM b AS node', ['node', 'b']],
    ['the number of none in a mount', 'FROM a\nFROM b AS x\nRUN --mount=from=0,target=/l y', ['b', '0']],
    ['the stage itself', 'FROM a AS x\nCOPY --from=x / /', ['a']],
    ['a stage called scratch', 'FROM a AS scratch\nFROM scratch AS x', ['a']],
    [
      'a stage called scratch, by a cache',
      'FROM a AS scratch\nFROM b AS x\nRUN --mount=type=cache,target=/c y',
      ['b', 'a'],
    ],
  ])('%s', (_, text, images) => {
    expect(needs(text, { target: 'x' })).toMatchObject({ images, unknown: [] })
  })

  test.each<[string, string, string | undefined]>([
    ['in another spelling', 'FROM a AS x\nCOPY --from=Later / /\nFROM b AS later', undefined],
    ['by number', 'FROM a AS x\nCOPY --from=1 / /\nFROM b AS later', undefined],
    [
      'for the platform of that stage',
      'FROM a AS x\nRUN --mount=from=later,target=/l y\nFROM --platform=linux/arm64 b AS later',
      'linux/arm64',
    ],
  ])('and its named context: %s', (_, text, platform) => {
    const contexts = [{ name: 'later', platform }]
    expect(needs(text, { target: 'x', contexts })).toMatchObject({ images: ['a'], contexts, unknown: [] })
  })

  test.each(['context', 'scratch'])('no named context takes the place of a stage called %s', name => {
    const contexts = [{ name, platform: undefined }]
    expect(needs(`FROM a AS ${name}\nFROM ${name}`, { contexts })).toMatchObject({ images: ['a'], contexts: [] })
  })
})

describe('a mount is read however it is written', () => {
  test.each([
    'type=bind,from=b,target=/b',
    'target=/b,source=/x,from=b',
    'from=b',
    'FROM=b,TYPE=BIND,target=/b',
    '"type=bind,from=b,target=/b"',
    "'type=bind,from=b,target=/b'",
    'type=bind,"from=b",target=/b',
    '\'type=bind,"from=b",target="/a b"\'',
    'type=bind,target="/a b",from=b',
    'type=bind,target=/a\\ b,from=b',
    'type=cache,id=x,from=b,target=/b',
    'type=bind,\\\nfrom=b,target=/b',
    'from=other,from=b',
  ])('--mount=%s', mount => {
    expect(needs(`FROM a\nRUN --network=none --mount=${mount} make`)).toMatchObject({ images: ['a', 'b'], unknown: [] })
  })

  test.each(['type=bind,from=$B', 'from=${B},target=/b'])('and not known with a variable: %s', mount => {
    expect(needs(`FROM a\nRUN --mount=${mount} make`).unknown).toHaveLength(1)
  })

  test.each(['type=secret,id=from', 'type=bind,source=from=b', 'target=/from=b'])('takes no image: %s', mount => {
    expect(needs(`FROM a\nRUN --mount=${mount} make --mount=from=c`)).toMatchObject({ images: ['a'], unknown: [] })
  })
})

describe('variables', () => {
  test.each([
    ['a default', 'ARG V=22\nFROM node:${V}', {}, 'node:22'],
    ['the argument before the default', 'ARG V=22\nFROM node:$V', { V: '24' }, 'node:24'],
    ['an argument without a default', 'ARG V\nFROM node:$V', { V: '24' }, 'node:24'],
    ['of another', 'ARG A=2\nARG V=2${A}\nFROM node:$V', {}, 'node:22'],
    ['in quotes', 'ARG V="22 "\nARG W=\'22\'\nFROM node:$W', {}, 'node:22'],
    ['several at once', 'ARG A=node V=22\nFROM $A:$V', {}, 'node:22'],
    ['a word for what is missing', 'FROM node:${V:-22}', {}, 'node:22'],
    ['a word for what is empty', 'ARG V=\nFROM node:${V:-22}', {}, 'node:22'],
    ['a word where it is set', 'ARG V=1\nFROM node${V:+:slim}', {}, 'node:slim'],
    ['a variable within a word', 'ARG A=22\nFROM node:${V:-${A}}', {}, 'node:22'],
    ['a brace in quotes', 'FROM ${V:-"}"}b', {}, '}b'],
    ['a brace in quotes within', "FROM ${V:-${W:-'}'}}b", {}, '}b'],
    ['a brace that is escaped', 'ARG V=22\nFROM ${V:-\\}}b', {}, '22b'],
    ['a brace that opens nothing', 'FROM ${V:-{}b', {}, '{b'],
    ['the platform', 'FROM base-$TARGETARCH', {}, 'base-amd64'],
    ['the platform, asked for', 'ARG TARGETARCH\nFROM base-$TARGETARCH', {}, 'base-amd64'],
    ['the platform as an argument says it', 'FROM base-$TARGETARCH', { TARGETARCH: 'x' }, 'base-x'],
    ['the builder’s as an argument says it', 'FROM base-$BUILDARCH', { BUILDARCH: 'arm64' }, 'base-arm64'],
    ['the builder’s as the file says it', 'ARG BUILDARCH=arm64\nFROM base-$BUILDARCH', {}, 'base-arm64'],
    ['another escape', '# escape=`\nARG V=a`$b\nFROM $V', {}, 'a$b'],
    ['another escape behind white space', ' # escape=`\nARG V=a`$b\nFROM $V', {}, 'a$b'],
    ['no directive after the line of an interpreter', '#!/x\n# escape=`\nARG V=a\\$b\nFROM $V', {}, 'a$b'],
    ['no directive after another comment', '# x\n# escape=`\nARG V=a\\$b\nFROM $V', {}, 'a$b'],
  ])('%s', (_, text, args, image) => {
    expect(needs(text, { args })).toMatchObject({ images: [image], unknown: [] })
  })

  test.each([
    ['an argument of a stage does not count', 'FROM a\nARG V=22\nFROM node:$V'],
    ['no value', 'FROM node:$V'],
    ['the builder’s own platform', 'FROM base-$BUILDARCH'],
    ['a word for the builder’s own platform', 'FROM base-${BUILDARCH:-amd64}'],
    ['a word where there is one', 'FROM base${BUILDPLATFORM:+-x}'],
    ['what another one is made of', 'ARG A=$BUILDARCH\nFROM base-${A:-amd64}'],
    ['a name that every object has', 'ARG constructor\nFROM a-$constructor'],
    ['a form that is not known', 'ARG V=22.1\nFROM node:${V%.*}'],
    ['in a --from', 'FROM a\nCOPY --from=$V / /'],
  ])('cannot be known: %s', (_, text) => {
    expect(needs(text).unknown).toHaveLength(1)
  })
})

/** As `docker buildx build --platform` (BuildKit 0.20) asks for them: `load metadata for …`. */
test.each([
  ['linux/amd64', 'amd64', 'linux/amd64'],
  ['linux/amd64/v1', 'amd64', 'linux/amd64'],
  ['linux/amd64/v2', 'amd64v2', 'linux/amd64/v2'],
  ['linux/x86_64', 'amd64', 'linux/amd64'],
  ['linux/arm64', 'arm64', 'linux/arm64'],
  ['linux/arm64/v8', 'arm64', 'linux/arm64'],
  ['linux/arm64/8', 'arm64', 'linux/arm64'],
  ['linux/aarch64', 'arm64', 'linux/arm64'],
  ['linux/arm', 'armv7', 'linux/arm/v7'],
  ['linux/arm/v6', 'armv6', 'linux/arm/v6'],
  ['linux/armhf', 'armv7', 'linux/arm/v7'],
  ['windows/amd64', 'amd64', 'windows/amd64'],
])('for %s the base is x-%s', (platform, name, whole) => {
  expect(needs('FROM x-$TARGETARCH$TARGETVARIANT', { platform }).images).toEqual([`x-${name}`])
  expect(needs('FROM x:$' + '{TARGETPLATFORM}', { platform }).images).toEqual([`x:${whole}`])
})

test.each([
  ['https://example.com/a.tgz', true],
  ['git@github.com:a/b.git', true],
  ['https://github.com/a/b.git#main', true],
  [`https://github.com/a/b.git#${'a'.repeat(40)}`, false],
  ['a.tgz', false],
  ['git@example.com:a/b.git', true],
  ['deploy@example.com:a/b.git', true],
  ['"https://example.com/a.tgz"', true],
  ["'https://example.com/a.tgz'", true],
  ['\\https://example.com/a.tgz', true],
  ['https://$HOST/a.tgz', true],
  ['$URL', true],
  ['${URL:-a}', true],
  ['"$URL"', true],
  ['ht$REST', true],
  ['https:$REST', true],
  ['files/$NAME', false],
  ['./$NAME', false],
  ['HTTPS://example.com/a.git', true],
  ['Git://example.com/a.git', true],
  ['SSH://git@example.com/a.git', true],
  [`HTTPS://example.com/a.git#${'a'.repeat(40)}`, false],
  [`git@example.com:a/b.git#${'a'.repeat(40)}`, false],
  ['git@example.com:a/b.git#main:folder', true],
  [`https://example.com/a.GIT#${'a'.repeat(40)}`, true],
  [`https://example.com/a.git#${'A'.repeat(40)}`, true],
  // a query names another revision, and what is asked of a file is no repository
  [`https://example.com/a.tgz?b.git#${'a'.repeat(40)}`, true],
  [`https://example.com/$NAME.git#${'a'.repeat(40)}`, true],
  ['github.com/a/b', false],
  ['./git@example.com:a', false],
  ['a.tgz b.tgz', false],
  ['a.tgz https://example.com/a.tgz', true],
  ['--chown=1:1 https://example.com/a.tgz', true],
  ['--keep-git-dir=true https://github.com/a/b.git', true],
])('ADD %s: unknown is %s', (source, isUnknown) => {
  expect(needs(`FROM a\nADD ${source} /x`).unknown).toHaveLength(isUnknown ? 1 : 0)
})

test.each([
  ['["https://example.com/a.tgz", "/x"]', true],
  ['["$URL", "/x"]', true],
  ['["a.tgz", "/x/$V"]', false],
  ['a.tgz /opt/$VERSION/', false],
  [String.raw`["\u0068ttps://example.com/a.tgz", "/x"]`, true],
  [String.raw`["git\u0040example.com:a/b.git", "/x"]`, true],
  [String.raw`[ "a.tgz", "https:\/\/example.com/b.tgz" , "/x" ]`, true],
  ['["a,https://example.com/a.tgz", "/x"]', false],
  // no JSON, so words
  ['[a https://example.com/a.tgz /x]', true],
  ['a\thttps://example.com/a.tgz /x', true],
  ['<<EOF https://example.com/a.tgz /x/\nhi\nEOF', true],
  ['<<EOF /x/\nhttps://example.com/a.tgz\nEOF', false],
])('ADD %s: unknown is %s', (rest, isUnknown) => {
  expect(needs(`FROM a\nADD ${rest}`).unknown).toHaveLength(isUnknown ? 1 : 0)
})

test.each([
  ['an argument', 'ARG URL=https://example.com/a.tgz', '$URL', true],
  ['an argument in capitals', 'ARG HOST=HTTPS://example.com', '$HOST/a.git', true],
  ['an argument that names a file', 'ARG FILE=a.tgz', '$FILE', false],
  ['in part', 'ARG NAME=example', 'https://$NAME.com/a.tgz', true],
  ['a commit', `ARG REF=${'a'.repeat(40)}`, 'https://example.com/a.git#$REF', false],
  ['a branch', 'ARG REF=main', 'https://example.com/a.git#$REF', true],
  ['the environment', 'ENV URL git@example.com:a/b.git', '${URL}', true],
  ['the environment by a name that varies', 'ARG FILE=a K=FILE\nENV $K=https://example.com/a', '$FILE', true],
  ['a word for what the base image may say', 'ARG A', '${URL:-a.tgz}', true],
  ['in JSON', 'ARG URL=https://example.com/a.tgz', '["$URL", "/x"]', true],
])('where an ADD takes from is said by %s', (_, before, source, isUnknown) => {
  const rest = source.startsWith('[') ? source : `${source} /x`
  expect(needs(`FROM a\n${before}\nADD ${rest}`).unknown).toHaveLength(isUnknown ? 1 : 0)
})

test('COPY does not look behind a variable: it takes files of the context alone', () => {
  expect(
    needs('FROM a\nCOPY $FILES ${MORE} /x/\nCOPY --parents a/b/*.txt /x/\nCOPY --exclude=*.md . /').unknown,
  ).toEqual([])
})

test.each([
  ['a digest', '--checksum=sha256:aa', '', true],
  ['a commit', '--checksum=24454f830c2b8b2f2b8b2f2b8b2f2b8b2f2b8b2f', '', true],
  ['none', '--checksum=', '', false],
  ['none in quotes', '--checksum=""', '', false],
  ['that of a variable that nobody declares', '--checksum=$SUM', '', false],
  // with an empty variable it is none that BuildKit takes
  ['that of a variable in part', '--checksum=sha256:${SUM}', '', true],
  ['that of an argument', '--checksum=$SUM', 'ARG SUM=sha256:aa', true],
  ['that of an argument in quotes', '--checksum="${SUM}"', 'ARG SUM="sha256:aa"', true],
  ['that of an argument without a value', '--checksum=$SUM', 'ARG SUM', false],
  ['that of an empty one', '--checksum=$SUM', 'ARG SUM=', false],
  ['that of the environment', '--checksum=$SUM', 'ENV A=1 SUM=sha256:aa', true],
  ['that of the environment, written as of old', '--checksum=$SUM', 'ENV SUM sha256:aa', true],
  ['that of an environment which empties it', '--checksum=$SUM', 'ARG SUM=sha256:aa\nENV SUM=', false],
  ['that of an argument after the environment', '--checksum=$SUM', 'ENV SUM=\nARG SUM=sha256:aa', true],
  ['a word for what is empty', '--checksum=${SUM:-sha256:aa}', '', true],
  ['of another argument', '--checksum=$SUM', 'ARG A=sha256:aa\nARG SUM=$A', true],
  // what a line says counts from the next one on
  ['of another argument of one line', '--checksum=$SUM', 'ARG A=sha256:aa SUM=$A', false],
  ['of another of one line of the environment', '--checksum=$SUM', 'ENV A=sha256:aa SUM=$A', false],
  ['for the target', '--checksum=${TARGETARCH:+sha256:aa}', 'ARG TARGETARCH', true],
  ['for a target that nobody declares', '--checksum=${TARGETARCH:+sha256:aa}', '', false],
  ['a word for what the base image may say, and empty', '--checksum=${SUM-sha256:aa}', '', false],
  ['a word for what is declared', '--checksum=${SUM-sha256:aa}', 'ENV SUM=sha256:bb', true],
  ['an environment whose name varies', '--checksum=$SUM', 'ARG SUM=sha256:aa\nENV $K=', false],
  ['an environment that an argument leaves as it is', '--checksum=$SUM', 'ENV SUM=sha256:aa\nARG SUM', true],
])('ADD with a checksum: %s', (_, flag, before, known) => {
  const { unknown } = needs(`FROM a\n${before}\nADD ${flag} https://example.com/a.tgz /x`)
  expect(unknown).toEqual(known ? [] : ['ADD https://example.com/a.tgz can change: give it a --checksum'])
})

test.each<[string, string, Readonly<Record<string, string>>, boolean]>([
  ['a value from outside', 'FROM a\nARG SUM\n+', { SUM: 'sha256:aa' }, true],
  ['an empty value from outside', 'FROM a\nARG SUM=sha256:aa\n+', { SUM: '' }, false],
  ['before the first FROM, and not declared after it', 'ARG SUM=sha256:aa\nFROM a\n+', {}, false],
  ['before the first FROM, and declared after it', 'ARG SUM=sha256:aa\nFROM a\nARG SUM\n+', {}, true],
  ['in the stage that it is built on', 'FROM a AS b\nARG SUM=sha256:aa\nFROM b\n+', {}, true],
  ['in another stage', 'FROM a AS b\nARG SUM=sha256:aa\nFROM a\nCOPY --from=b /x /\n+', {}, false],
  ['empty before the first FROM, over the environment', 'ARG SUM=\nFROM a\nENV SUM=sha256:aa\nARG SUM\n+', {}, false],
  ['after it', 'FROM a\n+\nARG SUM=sha256:aa', {}, false],
  ['in a trigger', 'FROM a AS b\nONBUILD ARG SUM=sha256:aa\nFROM b\n+', {}, true],
  ['emptied in a trigger', 'FROM a AS b\nENV SUM=sha256:aa\nONBUILD ENV SUM=\nFROM b\n+', {}, false],
  ['for a trigger', 'FROM a AS b\nENV SUM=sha256:aa\nONBUILD +\nFROM b', {}, true],
  ['emptied after a trigger', 'FROM a AS b\nENV SUM=sha256:aa\nONBUILD +\nENV SUM=\nFROM b', {}, false],
  ['for a trigger, in the stage after it', 'FROM a AS b\nONBUILD +\nFROM b\nARG SUM=sha256:aa', {}, false],
])('where the checksum of an ADD is declared: %s', (_, text, args, known) => {
  const add = 'ADD --checksum=$SUM https://example.com/a.tgz /x'
  expect(
    needs(
      text.replace('+', () => add),
      { args },
    ).unknown,
  ).toHaveLength(known ? 0 : 1)
})

/** BuildKit 0.34 (dockerfile2llb/epoch.go) asks a named context, a stage or the main context of that name for a time. */
test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['ARG SOURCE_DATE_EPOCH=1700000000\nFROM a', {}, true],
  ['ARG SOURCE_DATE_EPOCH=\nFROM a', {}, true],
  ['ARG SOURCE_DATE_EPOCH\nFROM a', {}, true],
  ['ARG SOURCE_DATE_EPOCH=src\nFROM scratch AS src\nADD https://example.com/a.tgz /\nFROM a', {}, false],
  ['ARG SOURCE_DATE_EPOCH=context\nFROM a', {}, false],
  ['ARG SOURCE_DATE_EPOCH=$BUILDARCH\nFROM a', {}, false],
  ['ARG SOURCE_DATE_EPOCH=context\nFROM a', { SOURCE_DATE_EPOCH: '1' }, true],
  ['FROM a\nARG SOURCE_DATE_EPOCH=context', {}, true],
])('the time that %j gives an image, with %j, is known: %s', (text, args, isKnown) => {
  expect(needs(text, { args }).unknown).toHaveLength(isKnown ? 0 : 1)
})

describe('the target', () => {
  const text = 'FROM a AS web\nFROM b AS tools\nFROM c AS worker\nCOPY --from=tools / /\n'
  test.each([
    ['web', ['a']],
    ['WORKER', ['c', 'b']],
    ['1', ['b']],
    [undefined, ['c', 'b']],
    ['none', ['a', 'b', 'c']],
  ])('%s', (target, images) => {
    expect(needs(text, { target }).images).toEqual(images)
  })
})

test('a checksum that a stage declares is none where a named context takes the place of that', () => {
  const text = 'FROM a AS b\nARG SUM=sha256:aa\nFROM b\nADD --checksum=$SUM https://example.com/a.tgz /x'
  expect(needs(text).unknown).toEqual([])
  for (const platform of [undefined, 'linux/amd64']) {
    expect(needs(text, { contexts: [{ name: 'b', platform }] }).unknown).toHaveLength(1)
  }
})

describe('named contexts', () => {
  const contexts = ['shared', 'node:22', 'base', '0'].map(name => ({ name, platform: undefined }))
  test.each([
    ['come before images', 'FROM node:22', ['node:22'], []],
    ['by any spelling of the name', 'FROM docker.io/library/node:22', ['node:22'], []],
    ['come before stages', 'FROM a AS base\nFROM base', ['base'], []],
    ['come before a stage that is named by number', 'FROM a AS base\nFROM b\nCOPY --from=0 / /', ['base'], ['b']],
    ['before a number in a FROM, which is that of no stage', 'FROM a\nFROM 0', ['0'], []],
    ['not before the number of a stage', 'FROM a\nFROM b\nCOPY --from=0 / /', [], ['b', 'a']],
    ['are copied from', 'FROM a\nCOPY --from=shared / /', ['shared'], ['a']],
    ['are mounted', 'FROM a\nRUN --mount=from=shared,target=/s x', ['shared'], ['a']],
    ['that nothing uses do not count', 'FROM a', [], ['a']],
  ])('%s', (_, text, used, images) => {
    const found = needs(text, { contexts })
    expect(found.contexts.map(({ name }) => name)).toEqual(used)
    expect(found.images).toEqual(images)
  })

  test('a name in capitals is that of no context where a stage has it', () => {
    const found = needs('FROM a AS base\nFROM b\nCOPY --from=Base / /', {
      contexts: [{ name: 'Base', platform: undefined }],
    })
    expect(found).toMatchObject({ contexts: [], images: ['b', 'a'] })
  })
})

/** BuildKit asks for it by the platform of the FROM, and for what is copied or mounted by that of the target. */
describe('a named context for one platform, built for linux/amd64', () => {
  const [amd, arm] = ['linux/amd64', 'linux/arm64']
  const one = (name: string, platform?: string) => ({ name, platform })
  test.each<[string, string, ReturnType<typeof one>[], (string | undefined)[], string[]]>([
    ['the target’s', 'FROM x', [one('x', amd), one('x', arm)], [amd], []],
    ['another', 'FROM x', [one('x', arm)], [], ['x']],
    ['that of the FROM', `FROM --platform=${arm} x`, [one('x', arm), one('x', amd)], [arm], []],
    ['not that of the FROM', `FROM --platform=${arm} x`, [one('x', amd)], [], ['x']],
    ['one for all, where the FROM has another', `FROM --platform=${arm} x`, [one('x'), one('x', amd)], [undefined], []],
    ['that of an argument', 'ARG P=linux/arm64\nFROM --platform=$P x', [one('x', arm)], [arm], []],
    ['the target’s by its variable', 'FROM --platform=$TARGETPLATFORM x', [one('x', amd), one('x', arm)], [amd], []],
    ['with its variant', `FROM --platform=${arm}/v8 x`, [one('x', arm)], [arm], []],
    ['a stage’s own', `FROM --platform=${arm} a AS x\nFROM scratch\nCOPY --from=x / /`, [one('x', arm)], [arm], []],
    ['not that of the stage before', `FROM --platform=${arm} a AS y\nFROM y AS x`, [one('x', arm)], [], ['a']],
    ['what is copied', `FROM --platform=${arm} a\nCOPY --from=x / /`, [one('x', arm), one('x', amd)], [amd], ['a']],
    [
      'the builder’s, which is not known: each counts, and the base',
      'FROM --platform=$BUILDPLATFORM x',
      [one('x', arm), one('x', amd)],
      [arm, amd],
      ['x'],
    ],
    [
      'the builder’s, and one for all',
      'FROM --platform=$BUILDPLATFORM x',
      [one('x'), one('x', arm)],
      [undefined, arm],
      [],
    ],
    ['written in short', 'FROM --platform=arm64 x', [one('x', arm), one('x', amd)], [arm, amd], ['x']],
    [
      'a stage for the builder: it counts as well',
      'FROM --platform=$BUILDPLATFORM a AS x\nFROM scratch\nCOPY --from=x / /',
      [one('x', arm)],
      [arm],
      ['a'],
    ],
  ])('%s', (_, text, contexts, used, images) => {
    const found = needs(text, { contexts })
    expect(found.contexts.map(({ platform }) => platform)).toEqual(used)
    expect(found.images).toEqual(images)
  })
})

test.each([
  ['# syntax=docker/dockerfile:1\nFROM a', {}, 'docker/dockerfile:1'],
  ['#syntax = docker/dockerfile:1\n# escape=\\\nFROM a', {}, 'docker/dockerfile:1'],
  ['# check=skip=all\n# syntax=docker/dockerfile:1\nFROM a', {}, 'docker/dockerfile:1'],
  ['# a comment\n# syntax=docker/dockerfile:1\nFROM a', {}, undefined],
  ['# other=x\n# syntax=docker/dockerfile:1\nFROM a', {}, undefined],
  ['#!/usr/bin/env x\n# syntax=docker/dockerfile:1\nFROM a', {}, 'docker/dockerfile:1'],
  ['// syntax=own/frontend more\n', {}, 'own/frontend'],
  ['{"syntax": "own/frontend"}', {}, 'own/frontend'],
  ['FROM a', { BUILDKIT_SYNTAX: 'own/frontend' }, 'own/frontend'],
  ['FROM a', { BUILDKIT_SYNTAX: ' docker/dockerfile:1 --more' }, 'docker/dockerfile:1'],
])('the frontend of %j', (text, args, frontend) => {
  expect(needs(text, { args }).frontend).toBe(frontend)
})

test.each([
  ['docker/dockerfile:1', true],
  ['docker/dockerfile-upstream:master', true],
  ['mirror.example.com/docker/dockerfile@sha256:aa', true],
  ['own/frontend', false],
  ['docker/dockerfile-own', false],
])('what %s makes of the file is known: %s', (frontend, isKnown) => {
  expect(needs(`# syntax=${frontend}\nFROM a`).unknown).toHaveLength(isKnown ? 0 : 1)
})
