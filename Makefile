# Makefile, part of swift-convolution
# SPDX-License-Identifier: Apache-2.0

# What the library, the tool and the checks need of the system.
DEBIAN_PACKAGES = libopenblas-dev libpng-dev libjpeg-dev pkg-config
CHECK_PACKAGES = clang-format

SWIFT ?= swift
TOOL = $(SWIFT) run --quiet --package-path Tool -c release convolve
BENCHMARK = $(SWIFT) run --quiet --package-path Benchmarks -c release convolution-benchmark

# Options of `make demo`, `make bench`: IMAGE=photo.jpg OUTPUT=folder BENCH="--threads 1"
OUTPUT ?= demo
BENCH ?=

# Options of `make compare`. PROBLEMS are lists of Benchmarks/Problems by name, or files; a list may
# have a batch of its own, as in lenet@64. FILTER leaves the problems that have it in "suite/name".
PYTHON ?= python3
PROBLEMS ?= resnet50_v1_5 vgg16 googlenet_v1 mobilenet_v1 deepbench_inference_device layers lenet@64 \
  images gaussians
BATCH ?= 1
THREADS ?=
ACCURACY ?= strict
ROUNDS ?= 5
FILTER ?=
RESULTS ?= Benchmarks/Results/compare.json
CHARTS ?= Documentation
VENV = Benchmarks/.build/venv

.PHONY: help setup demo test test-release test-matrix test-peers sanitize soak \
  bench compare compare-digits charts check format \
  lint docs doctor verify clean

help:  ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup:  ## Install the system's libraries that are missing (Debian and Ubuntu; brew elsewhere).
	@Scripts/install-packages $(DEBIAN_PACKAGES)

demo: setup  ## Walk through the chapter and write its pictures to demo/.
	$(TOOL) demo $(if $(IMAGE),--image "$(IMAGE)") --output "$(OUTPUT)"

doctor: setup  ## Show what runs on this machine, and check the matrix product.
	$(TOOL) doctor

verify: setup  ## Compare with what PyTorch, ONNX, SciPy and OpenCV computed.
	$(TOOL) verify Tests/ConvolutionTests/Resources/Conformance

test: setup  ## Run all tests, in debug.
	$(SWIFT) test
	$(SWIFT) test --package-path Tool
	$(SWIFT) test --package-path Benchmarks
	$(MAKE) test-peers

test-release: setup  ## Run all tests, optimized.
	$(SWIFT) test -c release
	$(SWIFT) test --package-path Tool -c release
	$(SWIFT) test --package-path Benchmarks -c release

test-matrix: setup  ## Run the tests with every instruction set, core and build of OpenBLAS there is.
	Scripts/test-matrix

sanitize: setup  ## Run microkernels and tests under sanitizers.
	Scripts/sanitize

soak: setup  ## Compute in eight tasks for MINUTES=10, and compare all bits.
	$(BENCHMARK) soak --minutes $(or $(MINUTES),10)

test-peers:  ## Run the tests of the comparison with other libraries, which need none of them.
	@command -v $(PYTHON) >/dev/null || Scripts/install-packages python3
	cd Benchmarks/Peers && $(PYTHON) -m unittest discover -s tests

bench: setup  ## Time the naive loop, im2col and the automatic choice.
	$(BENCHMARK) $(BENCH)

compare: setup $(VENV)/complete  ## Time PyTorch, ONNX Runtime, OpenVINO and OpenCV beside this library.
	$(SWIFT) build --package-path Benchmarks -c release --product convolution-benchmark
	$(VENV)/bin/python Benchmarks/Peers/compare.py \
	  --benchmark "$$($(SWIFT) build --package-path Benchmarks -c release --show-bin-path)/convolution-benchmark" \
	  --problems $(PROBLEMS) --filter "$(FILTER)" --batch $(BATCH) --accuracy $(ACCURACY) \
	  $(if $(THREADS),--threads $(THREADS)) --rounds $(ROUNDS) \
	  --output "$(RESULTS)" --charts "$(CHARTS)"

compare-digits: setup $(VENV)/complete  ## Train the network of Examples/Digits in PyTorch too, in turn.
	$(SWIFT) build --package-path Examples/Digits -c release
	$(VENV)/bin/python Benchmarks/Peers/digits.py \
	  --digits "$$($(SWIFT) build --package-path Examples/Digits -c release --show-bin-path)/Digits" \
	  --data Examples/Digits/Sources/Digits/Data/digits.csv

charts: $(VENV)/complete  ## Draw the charts of the last comparison again.
	$(VENV)/bin/python Benchmarks/Peers/charts.py "$(RESULTS)" "$(CHARTS)"

$(VENV)/complete: Benchmarks/Peers/requirements.txt
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || Scripts/install-packages python3-venv
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement $<
	@touch $@

check: lint docs  ## Check format, structure and documentation.

lint:  ## Check the format of the code and the rules of its structure.
	@Scripts/install-packages $(CHECK_PACKAGES)
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Tool Benchmarks Examples
	git ls-files '*.c' '*.h' '*.inc' | xargs -r clang-format --dry-run --Werror
	Scripts/check-structure

format:  ## Format the code.
	@Scripts/install-packages $(CHECK_PACKAGES)
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Tool Benchmarks Examples
	git ls-files '*.c' '*.h' '*.inc' | xargs -r clang-format -i

docs: setup  ## Build the documentation, warnings being errors.
	Scripts/build-documentation .build/documentation

clean:  ## Remove what was built.
	rm -rf .build Tool/.build Benchmarks/.build Examples/*/.build demo
