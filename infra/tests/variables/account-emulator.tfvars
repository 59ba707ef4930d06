# What moto does not answer, and the local ECS in front of it neither.
features = {
  cloudtrail = false
  budget     = false
}
