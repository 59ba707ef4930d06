/** The job summary. Pure: a report in, GitHub's markdown out. */
import type { Report } from './report.ts'
import { causes } from './summary-causes.ts'
import { changesSection } from './summary-changes.ts'
import { failureSection, lackSection } from './summary-failure.ts'
import { head } from './summary-head.ts'
import { imageTable, movesSection } from './summary-images.ts'
import { sinceSection } from './summary-since.ts'
import { serviceTable } from './summary-table.ts'

/** Each gives its paragraphs, none where it has nothing to tell. */
const SECTIONS: readonly ((report: Report) => readonly string[])[] = [
  head,
  serviceTable,
  sinceSection,
  imageTable,
  movesSection,
  changesSection,
  failureSection,
  lackSection,
  causes,
]

export const summaryOf = (report: Report): string => [...SECTIONS.flatMap(section => section(report)), ''].join('\n\n')
