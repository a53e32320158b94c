# Inkom. Two commands: `make run` shows the main job on sample mail, `make check` runs the tests.
# One Makefile, no recursion. B chooses the build folder: `make B=build/clang CC=clang`.

VERSION = 0.1.0
B      ?= build
CC      = gcc
PREFIX ?= /usr/local
PROVE   = prove --timer -j2

PACKAGES = gmime-3.0 libetpan libpcre2-8 sqlite3 libfyaml json-glib-1.0 libxml-2.0 gnutls nettle libidn2 \
           libytnef libseccomp libpsl

# Evaluated in the recipes (=), because the packages may be installed by this very run.
PKG_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
# libetpan's file carries the flags of Debian's own build, which undo ours (no-pie).
PKG_LIBS   = $(shell pkg-config --libs $(PACKAGES) | sed 's/-specs=[^ ]*//g')

WARNINGS  = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
            -Wformat=2 -Werror=format-security -Wpointer-arith -Wundef -Wvla -Werror
HARDENING = -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
FORTIFY   = -D_FORTIFY_SOURCE=2
OPTIMISE  = -O2 -g
SANITIZE  =
CPPFLAGS  = -Iinclude -D_GNU_SOURCE -DINK_VERSION='"$(VERSION)"' -DG_LOG_USE_STRUCTURED \
            -DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74 $(PKG_CFLAGS)
CFLAGS    = -std=c17 $(OPTIMISE) $(FORTIFY) $(WARNINGS) $(HARDENING) $(SANITIZE)
LDFLAGS   = -pie -Wl,-z,relro,-z,now $(SANITIZE)

MAIN_C  := src/cmd/main.c
LIB_C   := $(filter-out $(MAIN_C),$(sort $(wildcard src/*/*.c)))
SQL     := $(sort $(wildcard src/store/schema/*.sql))
UNIT_C  := $(sort $(wildcard tests/unit/*-test.c))
PERF_C  := $(sort $(wildcard tests/perf/*.c))
FUZZ_C  := $(sort $(wildcard tests/fuzz/*-fuzz.c))
UNIT    := $(UNIT_C:tests/unit/%.c=$(B)/unit/%)
PERF    := $(B)/perf/rules-bench $(B)/perf/inkom-in-process
FUZZ    := $(FUZZ_C:tests/fuzz/%-fuzz.c=$(B)/replay/%)
FUZZER  := $(FUZZ_C:tests/fuzz/%-fuzz.c=$(B)/fuzzer/%)
LIB_O   := $(LIB_C:%.c=$(B)/%.o) $(if $(SQL),$(B)/gen/schema.o)
OBJECTS := $(LIB_O) $(MAIN_C:%.c=$(B)/%.o) $(UNIT_C:%.c=$(B)/%.o) $(PERF_C:%.c=$(B)/%.o) \
           $(FUZZ_C:%.c=$(B)/%.o) $(B)/tests/fuzz/replay.o
SOURCES := $(sort $(wildcard src/*/*.[ch] include/inkom/*.h tests/unit/*.[ch] tests/perf/*.[ch] \
             tests/fuzz/*.[ch]))

all: $(B)/inkom
# The tests too, without running them.
everything: $(B)/inkom $(UNIT) $(PERF) $(FUZZ)

# --- build ------------------------------------------------------------------------------------
$(B)/.packages-%: tools/install-packages
	@mkdir -p $(B)
	@tools/install-packages $*
	@touch $@

$(OBJECTS): | $(B)/.packages-build
$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  CC  $<'
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/gen/schema.c: tools/embed-schema $(SQL)
	@mkdir -p $(@D)
	@tools/embed-schema $(SQL) > $@

$(B)/gen/schema.o: $(B)/gen/schema.c
	@echo '  CC  $<'
	@$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/libinkom.a: $(LIB_O)
	@rm -f $@
	@$(AR) rcs $@ $^

$(B)/inkom: $(MAIN_C:%.c=$(B)/%.o) $(B)/libinkom.a
	@echo '  LD  $@'
	@$(CC) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

$(UNIT): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/libinkom.a
	@mkdir -p $(@D)
	@echo '  LD  $@'
	@$(CC) $(LDFLAGS) $^ $(PKG_LIBS) -o $@

$(B)/perf/rules-bench: $(B)/tests/perf/rules-bench.o
# Without src/sandbox, for which there is no option: only to know what it costs.
$(B)/perf/inkom-in-process: $(MAIN_C:%.c=$(B)/%.o) $(B)/tests/perf/parse-in-process.o
$(PERF): $(B)/libinkom.a
	@mkdir -p $(@D)
	@echo '  LD  $@'
	@$(CC) $(LDFLAGS) $(filter-out %.a,$^) $(filter %.a,$^) $(PKG_LIBS) -o $@

# Each harness twice: with a main that replays what is kept, and with libFuzzer's (make fuzz).
$(FUZZ): $(B)/replay/%: $(B)/tests/fuzz/%-fuzz.o $(B)/tests/fuzz/replay.o $(B)/libinkom.a
	@mkdir -p $(@D)
	@echo '  LD  $@'
	@$(CC) $(LDFLAGS) $(filter %.o,$^) $(filter %.a,$^) $(PKG_LIBS) -o $@

$(FUZZER): $(B)/fuzzer/%: $(B)/tests/fuzz/%-fuzz.o $(B)/libinkom.a
	@mkdir -p $(@D)
	@echo '  LD  $@'
	@$(CC) $(LDFLAGS) -fsanitize=fuzzer $(filter %.o,$^) $(filter %.a,$^) $(PKG_LIBS) -o $@

# The fuzzer must see how a message is read: not in another process.
$(B)/replay/message $(B)/fuzzer/message: $(B)/tests/perf/parse-in-process.o

-include $(OBJECTS:.o=.d)

# --- use --------------------------------------------------------------------------------------
run: $(B)/inkom
	@tools/run-samples $(B)/inkom $(B)/samples

install: $(B)/inkom
	install -D -m 755 $(B)/inkom $(DESTDIR)$(PREFIX)/bin/inkom
	@set -e; for f in man/*.1 man/*.5; do \
	    install -D -m 644 $$f $(DESTDIR)$(PREFIX)/share/man/man$${f##*.}/$${f##*/}; done
	@set -e; for d in rules templates; do \
	    (cd $$d && find . -type f) | while read -r f; do \
	    install -D -m 644 $$d/$$f $(DESTDIR)$(PREFIX)/share/inkom/$$d/$$f; done; done

# --- tests ------------------------------------------------------------------------------------
check: $(B)/inkom $(UNIT) $(FUZZ) | $(B)/.packages-test
	@INKOM=$(abspath $(B)/inkom) $(PROVE) -e tests/run-one $(UNIT) $(FUZZ) $(sort $(wildcard tests/system/*.t))

unit: $(UNIT)
	@$(PROVE) -e tests/run-one $(UNIT)

asan: | $(B)/.packages-lint
	$(MAKE) B=build/asan CC=clang OPTIMISE='-O1 -g -fno-omit-frame-pointer' FORTIFY= \
	    SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined' check

# make fuzz T=600 FUZZ_ONLY='message quote': each harness for so many seconds; what fails is kept.
T         = 60
FUZZ_ONLY =
fuzz: | $(B)/.packages-lint
	$(MAKE) B=build/fuzz CC=clang OPTIMISE='-O1 -g -fno-omit-frame-pointer' FORTIFY= \
	    SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined' \
	    fuzzers
	tests/fuzz/run build/fuzz $(T) $(FUZZ_ONLY)

fuzzers: $(FUZZER)

bench: $(B)/inkom $(PERF) | $(B)/.packages-bench
	tests/perf/run $(B)

# --- tidiness ---------------------------------------------------------------------------------
format: | $(B)/.packages-lint
	@clang-format -i $(SOURCES)

format-check: | $(B)/.packages-lint
	@clang-format --dry-run -Werror $(SOURCES)

lint: $(B)/gen/schema.c | $(B)/.packages-build $(B)/.packages-lint
	@printf '%s\n' $(LIB_C) $(MAIN_C) $(UNIT_C) $(PERF_C) | xargs -P 2 -I{} \
	    clang-tidy --quiet --warnings-as-errors='*' {} -- $(CPPFLAGS) -std=c17 2>/dev/null
	@cppcheck --quiet -j2 --error-exitcode=1 --inline-suppr --library=gtk --std=c11 \
	    --enable=warning,performance,portability --suppressions-list=tools/cppcheck.suppress \
	    -Iinclude src

floors:
	tools/floors

man-lint: | $(B)/.packages-lint
	mandoc -T lint -W warning man/*

clean:
	rm -rf $(B)

.PHONY: all everything run install check unit asan fuzz fuzzers bench format format-check lint floors man-lint clean
.DELETE_ON_ERROR:
.SECONDARY:
