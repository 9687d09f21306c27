#include "service/text/encoding/repair.h"

namespace nutgraf::text {

RepairResult RepairText(std::string_view /*raw*/) { return {}; }

}  // namespace nutgraf::text
