@NullMarked
package io.berth.simulator.volcengine;

import org.jspecify.annotations.NullMarked;
