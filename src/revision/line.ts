/** Lines of files and languages in which a password stands where their grammar has it, and no name tells. Pure. */
import type { Variable } from './looks.ts'

/** Each with the password as its only group. */
const LINES: readonly RegExp[] = [
  // .netrc: `machine h login u password p`, also over lines
  /\b(?:machine\s+\S+|default)\s+(?:login\s+\S+\s+)?(?:account\s+\S+\s+)?password\s+(\S+)/g,
  // .pgpass: host:port:database:user:password
  /^(?:[^:\s\\]|\\.)+:(?:\d{1,5}|\*):[^:\s]+:[^:\s]+:(\S+)$/gm,
  // redis.conf
  /^\s*(?:requirepass|masterauth)\s+["']?([^\s"']+)/gm,
  // SQL: MySQL and Oracle, then PostgreSQL
  /\bidentified\s+by\s+(?:password\s+)?["']?([^\s"';]+)/gi,
  /\bpassword\s+'([^']+)'/gi,
  // Oracle: jdbc:oracle:thin:user/password@host
  /(?:\bjdbc:oracle:\w+:|\boracle:\/\/)[\w$#.-]+\/([^\s@]+)@/g,
  // .NET: Password={a;b}
  /\b(?:password|pwd)\s*=\s*\{([^}]+)\}/gi,
  // without a blank: `user:shop password:p`
  /(?<![\w.:/-])(?:password|passwd|pwd|secret|token|api[-_]?key):([^\s:,;"'/[\]{}]+)/gi,
  // XML: an element, and a setting of .NET
  /<(?:[\w-]+:)?\w{0,40}(?:password|passwd|secret|token|api-?key)>([^<>]+)</gi,
  /\b(?:key|name)="[\w:.-]{0,60}(?:password|secret|token|key)"\s+value="([^"]+)"/gi,
]

export const passwordsIn = (text: string): Variable[] =>
  LINES.flatMap(line => [...text.matchAll(line)].map(([, value = '']) => ({ name: 'password', value })))
