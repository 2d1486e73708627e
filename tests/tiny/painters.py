"""Tiny text-to-image pipelines with random weights in the stock layout: they paint noise, by the true classes."""

import warnings
from pathlib import Path

from tests.tiny.shap_e import _once, _tokenizer


def stable_folder() -> Path:
    """A StableDiffusionPipeline; its scheduler counts steps, as most do."""
    return _once("stable_diffusion", lambda out: _save(_stable, out))


def consistent_folder() -> Path:
    """A LatentConsistencyModelPipeline: takes no negative prompt and ignores diffusers' `_interrupt`."""
    return _once("latent_consistency", lambda out: _save(_consistent, out))


def _save(make, out: Path) -> None:
    import torch

    with torch.random.fork_rng(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.manual_seed(0)
        make().save_pretrained(out)


def _parts(**unet):
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    return {
        "unet": UNet2DConditionModel(
            block_out_channels=(8, 16), layers_per_block=1, sample_size=16, in_channels=4, out_channels=4,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
            cross_attention_dim=16, norm_num_groups=4, attention_head_dim=4, **unet,
        ),
        "vae": AutoencoderKL(
            block_out_channels=(8, 16), in_channels=3, out_channels=3, latent_channels=4, norm_num_groups=4,
            down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
        ),
        "text_encoder": CLIPTextModel(
            CLIPTextConfig(
                vocab_size=256, hidden_size=16, intermediate_size=32, num_attention_heads=2, num_hidden_layers=2,
                bos_token_id=0, eos_token_id=2,
            )
        ),
        "tokenizer": _tokenizer(),
        "safety_checker": None,
        "feature_extractor": None,
    }  # fmt: skip


def _stable():
    from diffusers import EulerDiscreteScheduler, StableDiffusionPipeline

    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
    )
    return StableDiffusionPipeline(**_parts(), scheduler=scheduler, requires_safety_checker=False)


def _consistent():
    from diffusers import LatentConsistencyModelPipeline, LCMScheduler

    scheduler = LCMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
    return LatentConsistencyModelPipeline(
        **_parts(time_cond_proj_dim=16), scheduler=scheduler, requires_safety_checker=False
    )
