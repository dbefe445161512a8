// Accuracy+Argument.swift, part of swift-convolution
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Convolution

extension Accuracy: @retroactive ExpressibleByArgument {}
