// Certificates for tests, made by the openssl program in a folder of the test's own.

#ifndef NUTGRAF_TESTS_INTEGRATION_CLIENT_CERTIFICATES_H_
#define NUTGRAF_TESTS_INTEGRATION_CLIENT_CERTIFICATES_H_

#include <string>

namespace nutgraf::testing {

class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  /// name.key and name.pem, self-signed for 127.0.0.1 and `host`. False when openssl failed.
  bool Make(const std::string& name, const std::string& host = "localhost") const;
  std::string Read(const std::string& file) const;
  std::string Path(const std::string& file) const { return folder_ + "/" + file; }

 private:
  std::string folder_;
};

}  // namespace nutgraf::testing

#endif  // NUTGRAF_TESTS_INTEGRATION_CLIENT_CERTIFICATES_H_
