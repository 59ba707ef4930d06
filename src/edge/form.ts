/** What is a secret by its form alone, whoever says it: tokens, and what stands where a secret stands. Pure. */

/**
 * Tokens whose makers give them a form of their own, so that they can be found. From the rules of gitleaks
 * (config/gitleaks.toml, 2025), looser in their lengths, which makers change.
 */
const FORMS = [
  // GitHub, GitLab, npm, PyPI, RubyGems, Docker Hub
  String.raw`gh[pousr]_\w{20,}|github_pat_\w{20,}|gl(?:pat|ptt|dt|rt|cbt|agent|ft|imt|oas|soat)-[\w-]{16,}|npm_\w{20,}`,
  String.raw`pypi-AgE[\w-]{30,}|rubygems_[a-f\d]{40,}|dckr_(?:pat|oat)_[\w-]{20,}`,
  // AWS, Google, DigitalOcean, Azure AD, Databricks, HashiCorp
  String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z\d]{16}|AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}`,
  String.raw`do[opr]_v1_[a-f\d]{40,}|[\w~.]{3}\dQ~[\w~.-]{31,34}|dapi[a-f\d]{32}|hv[sb]\.[\w-]{20,}`,
  // Slack, Stripe, OpenAI, Anthropic, SendGrid, Mailgun, Twilio, Telegram
  String.raw`xox[a-z]-[\w-]{10,}|xapp-\d-[\w-]{10,}|[rs]k_(?:live|test|prod)_\w{10,}|whsec_[\w+/=]{20,}`,
  String.raw`sk-(?:proj-|svcacct-|ant-)?(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Z])[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}`,
  String.raw`key-[a-f\d]{32}|SK[a-f\d]{32}|\d{8,10}:AA[\w-]{30,}`,
  // Shopify, Grafana, Hugging Face, New Relic, Sentry, Atlassian, Linear, Postman, age
  String.raw`shp(?:at|ca|pa|ss)_[a-fA-F\d]{32}|gl(?:sa_\w{32}_[a-fA-F\d]{8}|c_[\w+/=]{32,})|hf_[A-Za-z]{30,}`,
  String.raw`NRAK-[A-Z\d]{27}|sntry[su]_[\w+/=-]{40,}|ATATT3[\w=-]{60,}|lin_api_\w{40}`,
  String.raw`PMAK-[a-f\d-]{50,}|AGE-SECRET-KEY-1[A-Z\d]{58}`,
  // JWT (RFC 7519), and passwords as crypt(3) and LDAP (RFC 2307) keep them
  String.raw`eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\{(?:S?SHA|S?MD5|SSHA\d+|SHA\d+)\}[\w+/=]{16,}`,
]

/** Each after what shows where it begins. */
const BEGUN = [
  String.raw`(?<![\w-])(?:${FORMS.join('|')})`,
  // of Telegram in an address; passwords as crypt(3) keeps them
  String.raw`(?<=/bot)\d{6,12}:[\w-]{20,}`,
  String.raw`\$(?:apr1|2[abxy]?|[1567y]|argon2\w*|pbkdf2[\w-]*|scrypt)\$[^\s"',;:]{8,}`,
]

export const TOKEN = new RegExp(BEGUN.join('|'), 'g')

const SIGNED = [
  'X-(?:Amz|Goog)-(?:Signature|Security-Token)',
  'sig',
  'signature',
  'api_?key',
  'client_secret',
  'password',
]
const SCHEME = String.raw`(?:bearer|basic|token|apikey|digest|negotiate)(?:\s{1,3}|%20)`
const CREDENTIALS = String.raw`(?=[^\s"'\\,]{0,60}\d|[^\s"'\\,;]{6,200}(?:["'\\,]|\s*$))[^\s"'\\,]{6,}`

const POSTED_TO = [
  String.raw`hooks\.slack\.com\/(?:services|workflows|triggers)`,
  String.raw`(?:\w{1,20}\.)?discord(?:app)?\.com\/api\/webhooks`,
  String.raw`[\w-]{1,60}\.webhook\.office\.com\/webhookb?2?|outlook\.office\.com\/webhook`,
  String.raw`hooks\.zapier\.com\/hooks`,
]

/** Addresses to which whoever knows them may post: of Slack, Discord, Teams and Zapier, after their first group. */
export const WEBHOOK = new RegExp(String.raw`(https:\/\/(?:${POSTED_TO.join('|')})\/)[^\s"'<>]{8,}`, 'g')

/** Whoever says one of these lines says a secret in it: what stands before it stays, what ends it does, too. */
const PLACES: readonly RegExp[] = [
  WEBHOOK,
  // `https://user:password@host`, `https://token@host`
  /(?<![\w.+-])([a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#"'<>@:]{0,200}:)(?!\*{3}@)[^\s/"'<>@]{1,500}(?=@[\w.[-])/gi,
  /(?<![\w.+-])((?:git\+)?https?:\/\/)(?=[^@]{0,99}\d)[^\s/?#"'<>@:*]{16,200}(?=@[\w.[-])/gi,
  // signed addresses: AWS and Google (V4), Azure SAS, CloudFront, OAuth
  new RegExp(
    String.raw`([?&;#](?:amp;)?(?:${SIGNED.join('|')}|(?:(?:access|auth|id|refresh)_)?token)=)[^\s&#"'<>]{4,}`,
    'gi',
  ),
  // headers, also as a tool writes them into its configuration; `authorization: token expired on …` is prose
  new RegExp(String.raw`((?:proxy-)?authorization\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?${SCHEME})${CREDENTIALS}`, 'gim'),
  /(\b(?:set-)?cookie\\?["']?\s{0,3}:\s{0,3}\\?["']?[\w.-]{1,80}=)[^\s;,"'\\]{4,}/gi,
  // the body of a private key that somebody writes in one line
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)(?:(?!-----END)[\s\S]){16,9999}/g,
]

/** Hidden although nobody knew that it would be said: what docker, git, a proxy or a container tells of its own. */
export const withoutForms = (text: string): string =>
  PLACES.reduce((told, place) => told.replace(place, '$1***'), text.replace(TOKEN, '***'))
