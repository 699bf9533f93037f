# SPDX-License-Identifier: Apache-2.0
# The front door. `make help` lists what there is.

SWIFT ?= swift
RELEASE := .build/release
# Release programs carry the Swift runtime inside, so that they can be copied to a machine without a toolchain.
BUILD_RELEASE := $(SWIFT) build -c release --static-swift-stdlib --product tutela
BUILD_DECODER := $(SWIFT) build -c release --static-swift-stdlib --product tutela-decoder
BUILD_SERVER := $(SWIFT) build -c release --static-swift-stdlib --product tutela-server

.PHONY: help run build test check bench bench-100m bench-robustness bench-server wasm test-long fuzz clean

help: ## List what there is
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 26

run: ## Show the main jobs on real photographs: scan a demo folder, then screen through a server (DEMO_SERVE=0: only scan)
	@scripts/install-packages build
	@scripts/install-packages demo
	@$(BUILD_RELEASE)
	@$(BUILD_DECODER)
	@scripts/demo $(RELEASE) demo
	@# The report is there before the web stack compiles, which takes several minutes the first time.
	@if [ "$${DEMO_SERVE:-}" != 0 ] && { [ -n "$${DEMO_SERVE:-}" ] || [ -t 1 ]; }; then \
		echo; echo "The report is ready. Now the server is built: some ten minutes the first time, on two cores."; \
		$(BUILD_SERVER); \
	fi
	@scripts/demo-server $(RELEASE) demo

build: ## Build the release programs into .build/release
	@scripts/install-packages build
	$(BUILD_RELEASE)
	$(BUILD_DECODER)
	$(BUILD_SERVER)

test: ## Prove every feature (installs what it compares with into .venv, starts a PostgreSQL of its own)
	@scripts/install-packages build
	@scripts/install-packages demo
	@scripts/install-packages test
	@scripts/install-peers
	$(SWIFT) build --build-tests
	@scripts/test-postgres run scripts/test

check: ## Format, declared imports, documentation: warnings are errors
	@scripts/install-packages build
	@scripts/check

bench: build ## Measure against the peers, side by side, and print ratios
	@scripts/install-packages bench
	@scripts/install-peers bench
	@Benchmarks/run

bench-100m: ## Measure search in 100 million hashes: 24 GiB of memory, 7 GB of disk
	@scripts/install-packages build
	@scripts/install-packages bench
	@scripts/install-peers bench
	@Benchmarks/search/run --large

bench-robustness: ## Measure which altered copies are found again: 800 MB of photographs, 30 minutes
	@scripts/install-packages build
	@scripts/install-peers
	@Benchmarks/robustness/run

bench-server: build ## Measure the server beside the index of HMA: matching, screening, memory
	@scripts/install-packages bench
	@scripts/install-peers bench
	@Benchmarks/server/run

wasm: ## Build the hashing module for browsers into .build/wasm
	@scripts/build-wasm

test-long: ## What takes hours: the hostile corpus in many orders, long random cases
	@scripts/install-packages build
	@scripts/install-packages test
	@scripts/install-peers
	.venv/bin/python Tests/Peers/real_photographs.py .build-photographs
	$(SWIFT) build --build-tests
	TUTELA_TEST_LONG=1 TUTELA_PHOTOGRAPHS=$(CURDIR)/.build-photographs scripts/test-postgres run scripts/test

fuzz: ## Fuzz every parser of untrusted bytes, 100,000 inputs each (Fuzz/run has more)
	@scripts/install-packages build
	@scripts/install-packages test
	Fuzz/run

clean: ## Remove what was built and the demo
	rm -rf .build .build-fuzz .build-photographs demo
