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

.PHONY: help setup demo test test-release bench check format lint docs doctor verify clean

help:  ## List the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

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

test-release: setup  ## Run all tests, optimized.
	$(SWIFT) test -c release
	$(SWIFT) test --package-path Tool -c release
	$(SWIFT) test --package-path Benchmarks -c release

bench: setup  ## Time the naive loop, im2col and the automatic choice.
	$(BENCHMARK) $(BENCH)

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
