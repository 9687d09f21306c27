// Where compiled tables and weights lie.

#ifndef NUTGRAF_SERVICE_BASE_DATA_DIRECTORY_H_
#define NUTGRAF_SERVICE_BASE_DATA_DIRECTORY_H_

#include <string>

namespace nutgraf {

/// The first of these that exists: the environment's NUTGRAF_DATA_DIR, ../share/nutgraf and ../data
/// beside the running program (an installation, a build folder). "" when none does.
std::string DefaultDataDirectory();

}  // namespace nutgraf

#endif  // NUTGRAF_SERVICE_BASE_DATA_DIRECTORY_H_
