# What an emulator can do: the rest is refused or forgotten by moto.
features = {
  registry_scan = false
  ecs_settings  = false
  cloudtrail    = false
  budget        = false
}
