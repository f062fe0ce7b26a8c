@NullMarked
package io.berth.operator.config;

import org.jspecify.annotations.NullMarked;
