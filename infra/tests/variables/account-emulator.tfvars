# moto has no tags of budgets, and the lifecycle of the trail's bucket never becomes stable there.
features = {
  cloudtrail = false
  budget     = false
}

# Nobody plans or applies from GitHub there.
github = null
