# Makefile, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0

# What the library, the tool and the checks need of the system.
DEBIAN_PACKAGES = libopenblas-dev libpng-dev libisal-dev libjpeg-dev libtiff-dev pkg-config
CHECK_PACKAGES = clang-format

SWIFT ?= swift

# The packages that use the library build in its folder, so that it is compiled once for all of them.
# A build would take the description of another package's for its own, if that is cached.
IN_BUILD = --scratch-path .build --disable-build-manifest-caching
IN_TOOL = --package-path Tool $(IN_BUILD)
IN_BENCHMARKS = --package-path Benchmarks $(IN_BUILD)
IN_EXAMPLES = --package-path Examples $(IN_BUILD)

# Microkernels are optimized in debug builds, too, and keep of what debuggers need the lines alone: that
# takes less than half the time to compile, and the tests run faster. More than -O1 takes half as long
# again, and tests do not notice. Scripts/ has the same where it builds for debugging.
DEBUG = -Xcc -O1 -Xcc -gline-tables-only

# Options of `make demo`, `make bench`: IMAGE=photo.jpg OUTPUT=folder BENCH="--threads 1"
OUTPUT ?= demo
BENCH ?=

# How long `make random` searches. CONVOLUTION_SEED=7 makes it another search.
MINUTES ?= 10

# How long `make fuzz` searches with each of TARGETS, all of them if there are none.
SECONDS ?= 60
TARGETS ?=

# Words in the names of the faults of `make mutation`, all of them if there are none.
FAULTS ?=

# Options of `make big-picture`: WIDTHxHEIGHT, none or deflate.
SIZE ?= 20000x100000
COMPRESSION ?= none

# Where `make install` puts the tool; DESTDIR goes before it.
PREFIX ?= /usr/local
INSTALLED = $(DESTDIR)$(PREFIX)
INSTALLED_TOOL = $(INSTALLED)/lib/convolve
INSTALLED_MANUAL = $(INSTALLED)/share/man/man1
INSTALLED_BASH = $(INSTALLED)/share/bash-completion/completions/convolve
INSTALLED_ZSH = $(INSTALLED)/share/zsh/site-functions/_convolve
INSTALLED_FISH = $(INSTALLED)/share/fish/vendor_completions.d/convolve.fish

# How the programs are built that are run here: release or debug.
CONFIGURATION ?= release
PROGRAM_OPTIONS = -c $(CONFIGURATION) $(if $(filter debug,$(CONFIGURATION)),$(DEBUG))

# Options of `make compare`. PROBLEMS are lists of Benchmarks/Problems by name, or files; a list may
# have a batch of its own, as in lenet@64. FILTER leaves the problems that have it in "suite/name".
# ROUNDS are the least: more follow until times settle.
PYTHON ?= python3
PROBLEMS ?= resnet50_v1_5 vgg16 googlenet_v1 mobilenet_v1 deepbench_inference_device layers lenet@64 \
  images gaussians
BATCH ?= 1
THREADS ?=
ACCURACY ?= strict
TASK ?= forward
ROUNDS ?= 5
FILTER ?=
RESULTS ?= Benchmarks/Results/compare.json
CHARTS ?= Documentation
PHOTO_RESULTS ?= Benchmarks/Results/compare-photos.json
PHOTO_ROUNDS ?= 7
VENV = Benchmarks/.build/venv
SITE_VENV = .build/site-venv
PICTURES = Sources/Convolution/Convolution.docc/Resources

# The programs that build-tool, build-benchmark and build-digits make.
CONVOLVE = .build/$(CONFIGURATION)/convolve
CONVOLVE_RESOURCES = .build/$(CONFIGURATION)/convolve-tool_convolve.resources
MANUAL = .build/plugins/GenerateManual/outputs/convolve
BENCHMARK = .build/$(CONFIGURATION)/convolution-benchmark
DIGITS = .build/$(CONFIGURATION)/Digits

.PHONY: help setup build-tool build-benchmark build-digits demo man install uninstall big-picture \
  test test-release test-matrix test-peers random mutation fuzz coverage sanitize soak bench \
  promises compare compare-training compare-photos compare-digits charts check format lint docs \
  check-site check-api pictures copies doctor verify clean

help:  ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup:  ## Install the system's libraries that are missing (Debian and Ubuntu; brew elsewhere).
	@Scripts/install-packages $(DEBIAN_PACKAGES)

build-tool: setup
	$(SWIFT) build $(IN_TOOL) $(PROGRAM_OPTIONS) --product convolve

build-benchmark: setup
	$(SWIFT) build $(IN_BENCHMARKS) $(PROGRAM_OPTIONS) --product convolution-benchmark

build-digits: setup
	$(SWIFT) build $(IN_EXAMPLES) $(PROGRAM_OPTIONS) --product Digits

demo: build-tool  ## Walk through the chapter and write its pictures to demo/.
	$(CONVOLVE) demo $(if $(IMAGE),--image "$(IMAGE)") --output "$(OUTPUT)"

doctor: build-tool  ## Show what runs on this machine, and check the matrix product.
	$(CONVOLVE) doctor

verify: build-tool  ## Compare with what PyTorch, ONNX, SciPy and OpenCV computed.
	$(CONVOLVE) verify Tests/ConvolutionTests/Resources/Conformance

man: setup  ## Make the manual pages of the tool; prints where they are.
	$(SWIFT) package $(IN_TOOL) plugin generate-manual --multi-page

# The tool lies with its pictures in a folder of its own; Swift's libraries are found where they are.
install: build-tool man  ## Install the tool, its manual and completions below PREFIX=/usr/local.
	install -d "$(INSTALLED)/bin" "$(INSTALLED_TOOL)" "$(INSTALLED_MANUAL)" \
	  "$$(dirname "$(INSTALLED_BASH)")" "$$(dirname "$(INSTALLED_ZSH)")" \
	  "$$(dirname "$(INSTALLED_FISH)")"
	install $(CONVOLVE) "$(INSTALLED_TOOL)"
	cp -R $(CONVOLVE_RESOURCES) "$(INSTALLED_TOOL)"
	ln -sf ../lib/convolve/convolve "$(INSTALLED)/bin/convolve"
	install -m 644 $(MANUAL)/*.1 "$(INSTALLED_MANUAL)"
	$(CONVOLVE) --generate-completion-script bash >"$(INSTALLED_BASH)"
	$(CONVOLVE) --generate-completion-script zsh >"$(INSTALLED_ZSH)"
	$(CONVOLVE) --generate-completion-script fish >"$(INSTALLED_FISH)"

uninstall:  ## Remove what `make install` wrote.
	rm -rf "$(INSTALLED_TOOL)"
	rm -f "$(INSTALLED)/bin/convolve" "$(INSTALLED_MANUAL)"/convolve.1 \
	  "$(INSTALLED_MANUAL)"/convolve.*.1 "$(INSTALLED_BASH)" "$(INSTALLED_ZSH)" "$(INSTALLED_FISH)"

big-picture: build-tool  ## Filter a picture larger than memory; SIZE=20000x100000 COMPRESSION=none.
	@command -v $(PYTHON) >/dev/null || Scripts/install-packages python3
	$(PYTHON) Scripts/big-picture --convolve $(CONVOLVE) --folder Tool/.build/big-picture \
	  --size $(SIZE) --compression $(COMPRESSION)

test: setup  ## Run all tests, in debug.
	$(SWIFT) test $(DEBUG)
	$(SWIFT) test $(IN_TOOL) $(DEBUG)
	$(MAKE) big-picture SIZE=1000x3000 COMPRESSION=deflate CONFIGURATION=debug
	$(SWIFT) test $(IN_EXAMPLES) $(DEBUG)
	$(SWIFT) test $(IN_BENCHMARKS) $(DEBUG)
	$(MAKE) test-peers

test-release: setup  ## Run all tests, optimized.
	$(SWIFT) test -c release
	$(SWIFT) test $(IN_TOOL) -c release
	$(SWIFT) test $(IN_EXAMPLES) -c release
	$(SWIFT) test $(IN_BENCHMARKS) -c release

random: setup  ## Search random problems for a wrong result; MINUTES=10.
	$(SWIFT) build -c release --build-tests
	CONVOLUTION_RANDOM_SECONDS=$$(($(MINUTES) * 60)) CONVOLUTION_RANDOM_TASKS=$$(getconf _NPROCESSORS_ONLN) \
	  $(SWIFT) test -c release --skip-build --filter RandomProblemTests

mutation: setup  ## Demand that the tests notice deliberate faults, of Scripts/mutants.toml.
	Scripts/mutation $(FAULTS)

fuzz: setup  ## Search files, text and sizes that stop the readers; SECONDS=60 for each of TARGETS.
	Scripts/fuzz $(SECONDS) $(TARGETS)

coverage: setup  ## Show which lines of Sources/ the tests do not run.
	Scripts/coverage

test-matrix: setup  ## Run the tests with every instruction set, core and build of OpenBLAS there is.
	Scripts/test-matrix

sanitize: setup  ## Run microkernels and tests under sanitizers.
	Scripts/sanitize

soak: build-benchmark  ## Compute in eight tasks for MINUTES=10, and compare all bits.
	$(BENCHMARK) soak --minutes $(MINUTES)

test-peers:  ## Run the tests of the comparison with other libraries, which need none of them.
	@command -v $(PYTHON) >/dev/null || Scripts/install-packages python3
	cd Benchmarks/Peers && $(PYTHON) -m unittest discover -s tests

bench: build-benchmark  ## Time the naive loop, im2col and the automatic choice.
	$(BENCHMARK) $(BENCH)

promises: build-benchmark  ## Measure how near the algorithms come to their bounds, on every problem list.
	$(BENCHMARK) promises $(BENCH)

compare: build-benchmark $(VENV)/complete  ## Time PyTorch, ONNX Runtime, OpenVINO and OpenCV beside this library.
	$(VENV)/bin/python Benchmarks/Peers/compare.py \
	  --benchmark $(BENCHMARK) --problems $(PROBLEMS) --filter "$(FILTER)" \
	  --batch $(BATCH) --accuracy $(ACCURACY) --task $(TASK) $(if $(THREADS),--threads $(THREADS)) --rounds $(ROUNDS) \
	  --output "$(RESULTS)" --charts "$(CHARTS)"

compare-training:  ## Time steps of training beside PyTorch, and learning at once beside NumPy.
	$(MAKE) compare TASK=training PROBLEMS=training@16 RESULTS=Benchmarks/Results/training.json CHARTS=Benchmarks/Results
	$(MAKE) compare TASK=learning PROBLEMS=learning RESULTS=Benchmarks/Results/learning.json CHARTS=Benchmarks/Results
	$(MAKE) compare TASK=fitting PROBLEMS=learning RESULTS=Benchmarks/Results/fitting.json CHARTS=Benchmarks/Results

# FILTER="process/gaussian/4K" leaves a part of it; what it says are "what/filter/photo".
compare-photos: build-benchmark build-tool $(VENV)/complete  ## Filter photos in OpenCV too, in memory and from file to file.
	$(VENV)/bin/python Benchmarks/Peers/compare_photos.py \
	  --benchmark $(BENCHMARK) --tool $(CONVOLVE) \
	  --picture Tool/Sources/convolve/Resources/camera.png --photos Benchmarks/.build/photos \
	  --filter "$(FILTER)" --rounds $(PHOTO_ROUNDS) \
	  --output "$(PHOTO_RESULTS)" --charts "$(CHARTS)"

compare-digits: build-digits $(VENV)/complete  ## Train the network of Examples/Sources/Digits in PyTorch too, in turn.
	$(VENV)/bin/python Benchmarks/Peers/digits.py \
	  --digits $(DIGITS) --data Examples/Sources/Digits/Data/digits.csv

charts: $(VENV)/complete  ## Draw the charts of the last comparison again.
	$(VENV)/bin/python Benchmarks/Peers/charts.py "$(RESULTS)" "$(CHARTS)"

$(VENV)/complete: Benchmarks/Peers/requirements.txt
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || Scripts/install-packages python3-venv
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $<
	@touch $@

check: lint docs  ## Check format, structure, words, links and documentation.

lint:  ## Check the format of the code, its structure, words, links and the list of faults.
	@Scripts/install-packages $(CHECK_PACKAGES)
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Tool Benchmarks Examples Fuzzing
	git ls-files '*.c' '*.h' '*.inc' | xargs -r clang-format --dry-run --Werror
	Scripts/check-structure
	Scripts/check-words
	@command -v $(PYTHON) >/dev/null || Scripts/install-packages python3
	$(PYTHON) Scripts/check-links
	$(PYTHON) Scripts/mutation --check

format:  ## Format the code.
	@Scripts/install-packages $(CHECK_PACKAGES)
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Tool Benchmarks Examples Fuzzing
	git ls-files '*.c' '*.h' '*.inc' | xargs -r clang-format -i

docs: setup  ## Build the documentation, warnings being errors.
	Scripts/build-documentation .build/documentation

pictures: demo $(VENV)/complete  ## Draw the pictures of README and documentation again.
	cp "$(OUTPUT)/overview.png" Documentation/overview.png
	$(VENV)/bin/python Documentation/geometry.py $(PICTURES)
	$(MAKE) copies

copies:  ## Copy the pictures of Documentation/ to the articles that show them.
	cp Documentation/overview.png Documentation/compare-time.png $(PICTURES)

check-site: docs $(SITE_VENV)/complete  ## Open every page of the documentation in a browser.
	@Scripts/install-packages chromium
	$(SITE_VENV)/bin/python Scripts/check-site .build/documentation --screenshots .build/site

check-api: setup  ## Compare the public declarations with those of the last tag.
	Scripts/check-api

$(SITE_VENV)/complete: Scripts/check-site
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || Scripts/install-packages python3-venv
	$(PYTHON) -m venv $(SITE_VENV)
	$(SITE_VENV)/bin/pip install --quiet playwright==1.65.2
	@touch $@

clean:  ## Remove what was built.
	rm -rf .build Fuzzing/.build Tool/.build Benchmarks/.build Examples/.build demo
