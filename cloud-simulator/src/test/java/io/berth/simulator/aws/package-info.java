@NullMarked
package io.berth.simulator.aws;

import org.jspecify.annotations.NullMarked;
