// What ECR's lifecycle policy preview would answer, for rules that count images.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html

/** Whether a pattern takes a tag; `*` is the only wildcard. */
const takes = (pattern, tag) => new RegExp(`^${pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(tag)

/** Of several patterns each has to take a tag of the image. */
function selects({ tagStatus, tagPatternList, tagPrefixList }, { tags }) {
  if (tagPrefixList) throw new Error('a rule with tagPrefixList is not known here')
  if (tagStatus === 'any') return true
  if (tagStatus === 'untagged') return tags.length === 0
  return tagPatternList.every(pattern => tags.some(tag => takes(pattern, tag)))
}

/** ECR refuses a policy that breaks one of these. */
function refuse(rules) {
  const last = Math.max(...rules.map(each => each.rulePriority))
  for (const { rulePriority, selection } of rules) {
    if (selection.countType !== 'imageCountMoreThan') throw new Error(`${selection.countType} is not known here`)
    if (selection.tagStatus === 'any' && rulePriority !== last) throw new Error('a rule for any image has the highest priority number')
    for (const pattern of selection.tagPatternList ?? []) if (pattern.split('*').length > 5) throw new Error(`${pattern} has more than four wildcards`)
  }
  if (new Set(rules.map(each => each.rulePriority)).size < rules.length) throw new Error('two rules have one priority')
}

/**
 * The images that would go, of a list from the newest to the oldest. Every rule counts all that it selects, whatever
 * another makes of them, and takes those past its number which no rule before it selects. What an index refers to
 * (`child`) goes with the index alone.
 */
export function expired(rules, images) {
  refuse(rules)
  const inOrder = [...rules].sort((a, b) => a.rulePriority - b.rulePriority)
  const gone = new Set()
  inOrder.forEach(({ selection }, index) => {
    const guarded = image => inOrder.slice(0, index).some(each => selects(each.selection, image))
    for (const image of images.filter(each => selects(selection, each)).slice(selection.countNumber)) {
      if (!guarded(image) && !image.child) gone.add(image)
    }
  })
  return images.filter(each => gone.has(each))
}
