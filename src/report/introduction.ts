/** What `command: init` found, for log and job summary. Pure. */
import { sentence } from '../failure/words.ts'
import type { Introduction } from '../init/introduce.ts'
import type { Obstacle } from '../init/obstacle.ts'
import { fence, told } from './markdown.ts'

interface Text {
  /** Of the output. */
  readonly name: string
  readonly title: string
  readonly text: string
}

/** The texts to copy, in the order in which they are needed. */
export const textsOf = ({ manifest, policy, trustPolicy }: Introduction): Text[] => [
  { name: 'manifest', title: 'The manifest: evenkeel.yml', text: manifest.trimEnd() },
  { name: 'policy', title: 'The policy of the role that deploys', text: JSON.stringify(policy, undefined, 2) },
  {
    name: 'trust-policy',
    title: 'Who may take that role: its trust policy',
    text: JSON.stringify(trustPolicy, undefined, 2),
  },
]

export const obstacleLine = ({ stops, what, fix }: Obstacle): string =>
  `${stops ? 'before the first deploy' : 'good to know'}  ${sentence(what)} ${sentence(fix)}`

export function introductionSummary(introduction: Introduction): string {
  const listed = (title: string, stops: boolean): string[] => {
    const found = introduction.obstacles.filter(each => each.stops === stops)
    const lines = found.map(({ what, fix }) => `- ${told(sentence(what))}  \n  ${told(sentence(fix))}`)
    return lines.length === 0 ? [] : [[`### ${title}`, ...lines].join('\n')]
  }
  const texts = textsOf(introduction).flatMap(({ title, text }) => [`### ${title}`, fence(text)])
  const stopping = listed('Before the first deploy', true)
  const ready = stopping.length > 0 ? [] : ['Nothing that was found stands in the way of the first deploy.']
  return [
    ...['## What a first deploy needs'],
    ...ready,
    ...stopping,
    ...texts,
    ...listed('Good to know', false),
    '',
  ].join('\n\n')
}
