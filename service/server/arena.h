// How the server's arenas grow: from a worker's warm block in large steps, for an answer is tens of
// kilobytes to megabytes.

#ifndef NUTGRAF_SERVICE_SERVER_ARENA_H_
#define NUTGRAF_SERVICE_SERVER_ARENA_H_

#include <span>

#include "google/protobuf/arena.h"

namespace nutgraf::server {

inline google::protobuf::ArenaOptions ArenaOptions(std::span<char> first_block = {}) {
  google::protobuf::ArenaOptions options;
  options.start_block_size = 64 << 10;
  options.max_block_size = 1 << 20;
  if (!first_block.empty()) {
    options.initial_block = first_block.data();
    options.initial_block_size = first_block.size();
  }
  return options;
}

}  // namespace nutgraf::server

#endif  // NUTGRAF_SERVICE_SERVER_ARENA_H_
