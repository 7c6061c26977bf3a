#include "compiler/docker/docker_context.h"

namespace polc {

uint64_t DockerDefaultCapabilities() { return DefaultCapabilities(Engine::Docker); }

DockerContext DockerContext::On(Arch machine) const {
  DockerContext context = *this;
  context.native = machine;
  return context;
}

DockerContext DockerContext::Anywhere() const {
  DockerContext context = *this;
  context.caps.reset();
  context.kernel.reset();
  return context;
}

DockerContext DockerContext::AsDockerReads() const {
  DockerContext context = *this;
  context.engine = Engine::Docker;
  return context;
}

bool DockerContext::CanHold(const Environment& when) const {
  if (caps && ((*caps & when.caps_all) != when.caps_all || (*caps & when.caps_none) != 0))
    return false;
  if (kernel && (*kernel < when.kernel_min || *kernel >= when.kernel_below)) return false;
  return (when.caps_all & when.caps_none) == 0 && when.kernel_min < when.kernel_below;
}

}  // namespace polc
