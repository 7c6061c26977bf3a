# What apparmor_test.sh loads: `probe` is a shell that may read one of two files, start two programs under other profiles and use
# one of two capabilities. Its variables and includes are Debian's.
abi <abi/3.0>,
include <tunables/global>

@{DATA} = /data /srv

profile probe /probe/sh {
  include <abstractions/consoles>

  capability chown,

  /probe/sh mr,
  /probe/{chown,hostname} ix,
  /probe/cat px -> reader,
  /probe/head cx -> child,
  @{DATA}/{allowed,owned} r,
  deny @{DATA}/secret r,
  @{DATA}/owned w,
  @{PROC}/@{pid}/attr/current r,

  profile child {
    include <abstractions/consoles>
    /probe/head mr,
    @{PROC}/@{pid}/attr/current r,
  }
}

profile reader {
  include <abstractions/consoles>
  /probe/cat mr,
  @{PROC}/@{pid}/attr/current r,
  audit @{DATA}/** r,
  audit deny @{DATA}/secret r,
}
