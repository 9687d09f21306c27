#include "tests/integration/client/certificates.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace nutgraf::testing {

Certificates::Certificates()
    : folder_((std::filesystem::temp_directory_path() / "nutgraf_certificates_XXXXXX").string()) {
  if (mkdtemp(folder_.data()) == nullptr) std::abort();
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

bool Certificates::Make(const std::string& name, const std::string& host) const {
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
      "/CN=" +
      name + " -addext subjectAltName=DNS:" + host + ",IP:127.0.0.1 -keyout " +
      Path(name + ".key") + " -out " + Path(name + ".pem") + " 2>/dev/null";
  return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): fixed but for the test's names
}

std::string Certificates::Read(const std::string& file) const {
  std::ifstream in(Path(file));
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace nutgraf::testing
