/** What the job summary says of a run that failed as a whole, and of permissions that were missing. Pure. */
import { mendOf } from '../failure/permission.ts'
import { untoldLacks } from './explanation.ts'
import { code, fence, told } from './markdown.ts'
import type { Report } from './report.ts'

export function failureSection({ failure }: Report): string[] {
  if (!failure) return []
  const { code: id, title, message, advice, faults } = failure
  if (faults.length > 0) {
    const lines = faults.map(each => `- **${each.code}** ${told(each.what)}  \n  ${told(each.fix)}`)
    return [[`### ${told(title)}`, ...lines].join('\n')]
  }
  return [`### ${told(title)}`, `**${id}** ${told(message)}`, fence(advice)]
}

export function lackSection(report: Report): string[] {
  const lacks = untoldLacks(report)
  if (lacks.length === 0) return []
  const statements = lacks.flatMap(({ statement, barrier }) => (barrier === undefined ? statement : []))
  const denials = lacks.filter(({ barrier }) => barrier !== undefined).map(lack => `- ${code(mendOf(lack))}`)
  return [
    '### Permissions that were missing',
    [
      ...(report.outcome === 'refused' ? [] : ['The run went on without them.']),
      ...(statements.length === 0 ? [] : ['Statements for the role’s policy:']),
    ].join(' '),
    ...(statements.length === 0 ? [] : [fence(statements.join(',\n'))]),
    denials.join('\n'),
  ].filter(Boolean)
}
