// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are text to be refused
/** Text that people paste, mistype or plant: none of it may pass as a name, act, or break a message. */
import fc from 'fast-check'

/** None of these is a semantic version. */
export const NOT_VERSIONS = [
  ...[
    '',
    ' ',
    '1',
    '1.2',
    'v1.4',
    '1.2.3.4',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    '1.2.3-',
    '1.2.3+',
    '1.2.3-01',
    '1.2.3-a..b',
  ],
  ...[
    '-1.2.3',
    '+1.2.3',
    '.1.2.3',
    '1..2',
    '1.2.-3',
    '1,2,3',
    '1.2.x',
    '*',
    'latest',
    '^1.2.3',
    '~1.2.3',
    '>=1.2.3',
    '=1.2.3',
  ],
  ...[
    ' 1.2.3',
    '1.2.3 ',
    '\t1.2.3',
    '1.2.3\n',
    '1.2.3\r\n',
    '\ufeff1.2.3',
    'v 1.2.3',
    'vv1.2.3',
    'V1.2.3',
    'version 1.2.3',
  ],
  ...['1.2.3\0', '1.2.3\u200b', '\u202e1.2.3', '1.2.3🙂', '1.2.3-ü', '１.２.３', '١.٢.٣', '1.2.3-β', '1.2.З'],
  ...['$(id)', '`id`', '1.2.3;rm', '1.2.3|cat', '1.2.3&&id', '1.2.3/..', '1.2.3:latest', '1.2.3@sha256', '1.2.3_build'],
  ...[
    '%0A::error::x',
    '::error::x',
    '\n::error::x',
    '${{github.token}}',
    '--build-arg',
    '-t',
    '99999999999999999999.0.0',
  ],
  ...[`1.2.3-${'a'.repeat(300)}`, '__proto__', 'constructor', 'null', 'NaN', '1e3.0.0', '0x1.0.0'],
] as const

/** None of these is a tag of the OCI grammar. */
export const NOT_TAGS = [
  ...[
    '',
    '.a',
    '-a',
    '+a',
    'a+b',
    'a/b',
    'a:b',
    'a@b',
    'a b',
    ' a',
    'a ',
    'a\n',
    '\na',
    'a\0',
    'a\tb',
    'ü',
    'a🙂',
    '\u202ea',
    'а',
  ],
  ...[
    '$(id)',
    '`id`',
    'a;rm',
    'a|b',
    'a&&b',
    '%0A',
    '::error::',
    '${{x}}',
    '--build-arg',
    '-t',
    'a\\b',
    'a"b',
    "a'b",
    'a,b',
    'a#b',
  ],
  ...['a'.repeat(129), 'a*', 'a?', 'a[b]', 'a{b}', 'a<b', 'a>b', 'a=b', 'a!b', '~a', 'a^b', '\ufeffa', 'a\u200b'],
] as const

export const TAGS = ['a', 'A', '0', '_', '_-.', 'latest', '1.2.3', '1.2.3_build.5', 'sha-0', 'a'.repeat(128)] as const

/** Text that the runner would obey, were it printed as it is. */
export const COMMANDS = [
  ...[
    '::error::x',
    ' ::error::x',
    '\t::error::x',
    '\u00a0::error::x',
    '\u3000::error::x',
    '\u2028::error::x',
    '\u0085::error::x',
  ],
  ...[
    '\n::error::x',
    '\r::error::x',
    '\r\n::error::x',
    'a\n::error::x',
    'a\r::error::x',
    'a\n\n  ::error::x',
    '\v::error::x',
    '\f::error::x',
  ],
  ...[
    '::set-output name=outcome::deployed',
    '::add-mask::a',
    '::stop-commands::x',
    '::add-path::/tmp',
    '::set-env name=PATH::/tmp',
  ],
  ...[
    '##[error]x',
    'text ##[group]x',
    '##[add-mask]a',
    'a\n##[warning]x',
    '####[error]x',
    '##[##[error]x',
    '#\0#[error]x',
    '#\u001b[0m#[error]x',
  ],
  ...[
    ':\0:error::x',
    ':\u001b[31m:error::x',
    '\u001b[0m::error::x',
    ':::error::x',
    '::::',
    '::',
    ':\u007f:error::x',
    ':\u009b:error::x',
  ],
  ...['\u001b\u001b[0m[31m::error::x', '\ufeff::error::x', '\u001c::error::x', '\u2029::error::x', ':\u2028:error::x'],
] as const

/** What would break a table, a fence, a line or the page it stands in. */
export const MARKUP = [
  ...[
    '|',
    '||',
    '\\|',
    'a|b|c',
    '`',
    '``',
    '```',
    '````\n',
    '```\n# loud\n```',
    '`|`',
    '`|<b>x',
    '`<img src=x onerror=alert(1)>',
  ],
  ...[
    '<b>',
    '</details>',
    '<!--',
    '<script>alert(1)</script>',
    '<details>',
    '&lt;',
    '&amp;',
    '<![CDATA[',
    '<?php',
    '</summary>',
  ],
  ...[
    '# loud',
    '\n# loud',
    '\n\n## loud\n\n',
    '\n---\n',
    '\n===\n',
    '\n> quote',
    '\n- item',
    '\n1. item',
    '\r# loud',
    '\u2028# loud',
  ],
  ...[
    '**bold**',
    '__bold__',
    '*',
    '_',
    '~~gone~~',
    '[link](https://example.com)',
    '![pixel](https://example.com/x.png)',
    '[x]: y',
  ],
  ...['\n| a | b |\n|---|---|\n| c | d |\n', '\\', '\\\\', '\\`', '\0', '\u001b[31mred', '\u202eltr', 'ü🙂', ''],
] as const

/** Paths that lead out of the workspace, or would be read as something else than a path of it. */
export const NOT_PATHS = [
  ...[
    '/',
    '//',
    '/etc',
    '/etc/passwd',
    '..',
    '../x',
    'a/../../b',
    'a/..',
    './..',
    '../',
    'a/../',
    '..\\x',
    'C:\\x',
    'a\\..\\b',
    '\\\\host\\x',
  ],
  ...[
    '-',
    '--x',
    '-f',
    '--build-arg=A=b',
    'a\0b',
    '\0',
    'https://example.com/repo.git',
    'http://example.com/x.tar',
    'git@example.com:x.git',
  ],
  ...['git://example.com/x', 'ssh://git@example.com/x'],
] as const

const pieces = [...NOT_VERSIONS, ...NOT_TAGS, ...COMMANDS, ...MARKUP, ...NOT_PATHS]

/** Any text, with the known nasty pieces in it. */
export const hostile = fc
  .array(
    fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ maxLength: 20 })),
    {
      maxLength: 5,
    },
  )
  .map(parts => parts.join(''))

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/** How often a property is tried: a few times on every run, `FUZZ=20` times as often where there is time. */
export const runs = (few: number) => few * Number(process.env.FUZZ || 1)
